/* Writes rows as the text of JSON, straight from PostgreSQL's binary format.
 *
 * planner/json_rows.py says what it is for, and makes the programs that run here. A row is a tuple
 * of bytes, or None where the column is null. What a program does not expect (a null in a non-null
 * field, a time that JSON has no form for) is never an error here: the result is None, and the
 * answer is built by the Python that also says what is wrong.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

enum act {
    LITERAL,      /* text */
    STRING,       /* position */
    TIME,         /* position */
    DAY,          /* position */
    BOOLEAN,      /* position */
    INTEGER,      /* position */
    GLOBAL_ID,    /* position, text: what stands before the key */
    CURSOR,       /* number: the checksum's start; inner: writes the list of its parts */
    NULL_UNLESS,  /* position, number: where to go on after a null */
    UNLESS_EQUAL, /* position, text, number: where to go on if the column is not this text */
    GO_ON,        /* number: where */
    UNFIT,        /* nothing may be written here */
    ROWS,         /* inner, for each row of the page */
    BOUNDARY,     /* number: 0 for the first row of the page, 1 for the last; inner */
    HAS_NEXT,
    HAS_PREVIOUS,
    ACTS
};

typedef struct {
    enum act act;
    int is_required; /* a null is unexpected */
    Py_ssize_t position;
    Py_ssize_t number;
    PyObject *text;  /* bytes */
    PyObject *inner; /* Program */
} Step;

typedef struct {
    PyObject_HEAD
    Py_ssize_t count;
    Step *steps;
    Py_ssize_t columns; /* how many columns a row has at least */
} Program;

typedef struct {
    PyObject *rows; /* list */
    int has_next, has_previous;
} Page;

typedef struct {
    char *start;
    Py_ssize_t size, room;
} Text;

typedef enum { WRITTEN, IS_UNFIT, FAILED } Outcome;

static PyTypeObject ProgramType;

/* Text that grows. */

static char *reserve(Text *text, Py_ssize_t more)
{
    if (text->size + more > text->room) {
        Py_ssize_t room = (text->size + more) * 2;
        char *start = PyMem_Realloc(text->start, room);
        if (start == NULL) {
            PyErr_NoMemory();
            return NULL;
        }
        text->start = start;
        text->room = room;
    }
    return text->start + text->size;
}

static Outcome append(Text *text, const char *bytes, Py_ssize_t size)
{
    char *end = reserve(text, size);
    if (end == NULL)
        return FAILED;
    memcpy(end, bytes, size);
    text->size += size;
    return WRITTEN;
}

/* How a byte is escaped: not at all (0), by a letter, or as \u00.. (1). */
static const unsigned char escapes[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 'b', 't', 'n', 1, 'f', 'r', 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1,   1,   1,   1, 1,   1,   1, 1,
    ['"'] = '"', ['\\'] = '\\',
};

static Outcome append_string(Text *text, const unsigned char *from, Py_ssize_t size)
{
    static const char hex[] = "0123456789abcdef";
    unsigned char *to = (unsigned char *)reserve(text, size * 6 + 2);
    if (to == NULL)
        return FAILED;
    unsigned char *at = to;
    *at++ = '"';
    for (const unsigned char *end = from + size; from < end; from++) {
        unsigned char escape = escapes[*from];
        if (!escape) {
            *at++ = *from;
        } else if (escape != 1) {
            *at++ = '\\';
            *at++ = escape;
        } else {
            memcpy(at, "\\u00", 4);
            at[4] = hex[*from >> 4];
            at[5] = hex[*from & 15];
            at += 6;
        }
    }
    *at++ = '"';
    text->size += at - to;
    return WRITTEN;
}

static Outcome append_base64(Text *text, const unsigned char *from, Py_ssize_t size)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *to = reserve(text, (size + 2) / 3 * 4 + 2);
    if (to == NULL)
        return FAILED;
    char *at = to;
    *at++ = '"';
    for (; size > 0; from += 3, size -= 3) {
        uint32_t three = (uint32_t)from[0] << 16;
        if (size > 1)
            three |= (uint32_t)from[1] << 8;
        if (size > 2)
            three |= from[2];
        *at++ = letters[three >> 18];
        *at++ = letters[three >> 12 & 63];
        *at++ = size > 1 ? letters[three >> 6 & 63] : '=';
        *at++ = size > 2 ? letters[three & 63] : '=';
    }
    *at++ = '"';
    text->size += at - to;
    return WRITTEN;
}

/* Values of PostgreSQL's binary format, which are big-endian. */

static int64_t integer(const unsigned char *bytes, Py_ssize_t size)
{
    uint64_t value = bytes[0] & 0x80 ? UINT64_MAX : 0;
    for (Py_ssize_t i = 0; i < size; i++)
        value = value << 8 | bytes[i];
    return (int64_t)value;
}

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static char *put_digits(char *to, int value, int count)
{
    for (int i = count - 1; i >= 0; i--, value /= 10)
        to[i] = (char)('0' + value % 10);
    return to + count;
}

/* A day as YYYY-MM-DD, counted from 2000-01-01; NULL outside of the years 1 to 9999, which Python's
 * calendar has. The algorithm is Howard Hinnant's, for the proleptic Gregorian calendar. */
static char *put_day(char *to, int64_t given)
{
    if (given < -730119 || given > 2921939)
        return NULL;
    int days = (int)given + 730425; /* from 0000-03-01, so never below 0 */
    int era = days / 146097;
    int of_era = days - era * 146097;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int month = (5 * of_year + 2) / 153;
    int day = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    year += era * 400 + (month <= 2);
    to = put_digits(to, year, 4);
    *to++ = '-';
    to = put_digits(to, month, 2);
    *to++ = '-';
    return put_digits(to, day, 2);
}

static Outcome append_day(Text *text, int64_t days)
{
    char *to = reserve(text, 12);
    if (to == NULL)
        return FAILED;
    *to = '"';
    char *end = put_day(to + 1, days);
    if (end == NULL)
        return IS_UNFIT;
    *end++ = '"';
    text->size += end - to;
    return WRITTEN;
}

/* A moment in microseconds from 2000-01-01, in UTC, as datetime.isoformat writes it. */
static Outcome append_time(Text *text, int64_t moment)
{
    const int64_t second = 1000000, day = 86400 * second;
    char *to = reserve(text, 40);
    if (to == NULL)
        return FAILED;
    int64_t days = floor_divide(moment, day);
    int64_t rest = moment - days * day;
    int seconds = (int)(rest / second), fraction = (int)(rest % second);
    *to = '"';
    char *end = put_day(to + 1, days);
    if (end == NULL)
        return IS_UNFIT;
    *end++ = 'T';
    end = put_digits(end, seconds / 3600, 2);
    *end++ = ':';
    end = put_digits(end, seconds / 60 % 60, 2);
    *end++ = ':';
    end = put_digits(end, seconds % 60, 2);
    if (fraction) {
        *end++ = '.';
        end = put_digits(end, fraction, 6);
    }
    memcpy(end, "+00:00\"", 7);
    text->size += end + 7 - to;
    return WRITTEN;
}

static uint32_t checksums[256]; /* of each byte, CRC-32 as zlib computes it */

static void make_checksums(void)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t sum = byte;
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (0xEDB88320 & -(sum & 1));
        checksums[byte] = sum;
    }
}

static uint32_t checksum(uint32_t start, const unsigned char *bytes, Py_ssize_t size)
{
    uint32_t sum = ~start;
    for (Py_ssize_t i = 0; i < size; i++)
        sum = checksums[(sum ^ bytes[i]) & 0xFF] ^ sum >> 8;
    return ~sum;
}

/* Running a program. */

static Outcome run(const Program *program, PyObject *row, const Page *page, Text *text);

static Outcome append_flag(Text *text, int flag)
{
    return flag ? append(text, "true", 4) : append(text, "false", 5);
}

static Outcome append_value(Text *text, const Step *step, PyObject *value)
{
    const unsigned char *bytes = (const unsigned char *)PyBytes_AS_STRING(value);
    Py_ssize_t size = PyBytes_GET_SIZE(value);
    char written[24];
    switch (step->act) {
    case STRING:
        return append_string(text, bytes, size);
    case TIME:
        return size == 8 ? append_time(text, integer(bytes, size)) : IS_UNFIT;
    case DAY:
        return size == 4 ? append_day(text, integer(bytes, size)) : IS_UNFIT;
    case BOOLEAN:
        return size == 1 ? append_flag(text, bytes[0]) : IS_UNFIT;
    case INTEGER:
        if (size != 2 && size != 4 && size != 8)
            return IS_UNFIT;
        return append(text, written,
                      snprintf(written, sizeof written, "%lld", (long long)integer(bytes, size)));
    default:
        return IS_UNFIT;
    }
}

static Outcome append_global_id(Text *text, const Step *step, PyObject *key)
{
    unsigned char whole[256];
    Py_ssize_t before = PyBytes_GET_SIZE(step->text), size = PyBytes_GET_SIZE(key);
    if (before + size > (Py_ssize_t)sizeof whole)
        return IS_UNFIT;
    memcpy(whole, PyBytes_AS_STRING(step->text), before);
    memcpy(whole + before, PyBytes_AS_STRING(key), size);
    return append_base64(text, whole, before + size);
}

static Outcome append_cursor(Text *text, const Step *step, PyObject *row)
{
    Text parts = {NULL, 4, 0}; /* the first four bytes are for the checksum */
    if (reserve(&parts, 128) == NULL)
        return FAILED;
    Outcome outcome = run((Program *)step->inner, row, NULL, &parts);
    if (outcome == WRITTEN) {
        unsigned char *sealed = (unsigned char *)parts.start;
        uint32_t sum = checksum((uint32_t)step->number, sealed + 4, parts.size - 4);
        for (int i = 0; i < 4; i++)
            sealed[i] = (unsigned char)(sum >> (24 - 8 * i));
        outcome = append_base64(text, sealed, parts.size);
    }
    PyMem_Free(parts.start);
    return outcome;
}

static Outcome append_rows(Text *text, const Step *step, const Page *page)
{
    Outcome outcome = append(text, "[", 1);
    for (Py_ssize_t i = 0; outcome == WRITTEN && i < PyList_GET_SIZE(page->rows); i++) {
        if (i > 0)
            outcome = append(text, ",", 1);
        if (outcome == WRITTEN)
            outcome = run((Program *)step->inner, PyList_GET_ITEM(page->rows, i), page, text);
    }
    return outcome == WRITTEN ? append(text, "]", 1) : outcome;
}

static Outcome append_boundary(Text *text, const Step *step, const Page *page)
{
    Py_ssize_t count = PyList_GET_SIZE(page->rows);
    if (count == 0)
        return append(text, "null", 4);
    PyObject *row = PyList_GET_ITEM(page->rows, step->number ? count - 1 : 0);
    return run((Program *)step->inner, row, page, text);
}

static Outcome run(const Program *program, PyObject *row, const Page *page, Text *text)
{
    if (!PyTuple_Check(row) || PyTuple_GET_SIZE(row) < program->columns)
        return IS_UNFIT;
    for (Py_ssize_t at = 0; at < program->count; at++) {
        const Step *step = &program->steps[at];
        PyObject *value = step->position < 0 ? NULL : PyTuple_GET_ITEM(row, step->position);
        int is_null = value == Py_None;
        if (value != NULL && !is_null && !PyBytes_Check(value))
            return IS_UNFIT;
        if (is_null && step->is_required)
            return IS_UNFIT;
        Outcome outcome = WRITTEN;
        switch (step->act) {
        case LITERAL:
            outcome = append(text, PyBytes_AS_STRING(step->text), PyBytes_GET_SIZE(step->text));
            break;
        case NULL_UNLESS:
            if (is_null) {
                outcome = append(text, "null", 4);
                at = step->number - 1;
            }
            break;
        case UNLESS_EQUAL:
            if (is_null || PyBytes_GET_SIZE(value) != PyBytes_GET_SIZE(step->text)
                || memcmp(PyBytes_AS_STRING(value), PyBytes_AS_STRING(step->text),
                          PyBytes_GET_SIZE(value)))
                at = step->number - 1;
            break;
        case GO_ON:
            at = step->number - 1;
            break;
        case UNFIT:
            return IS_UNFIT;
        case CURSOR:
            outcome = append_cursor(text, step, row);
            break;
        case ROWS:
            outcome = page == NULL ? IS_UNFIT : append_rows(text, step, page);
            break;
        case BOUNDARY:
            outcome = page == NULL ? IS_UNFIT : append_boundary(text, step, page);
            break;
        case HAS_NEXT:
            outcome = page == NULL ? IS_UNFIT : append_flag(text, page->has_next);
            break;
        case HAS_PREVIOUS:
            outcome = page == NULL ? IS_UNFIT : append_flag(text, page->has_previous);
            break;
        default:
            if (is_null)
                outcome = append(text, "null", 4);
            else if (step->act == GLOBAL_ID)
                outcome = append_global_id(text, step, value);
            else
                outcome = append_value(text, step, value);
        }
        if (outcome != WRITTEN)
            return outcome;
    }
    return WRITTEN;
}

/* What Python sees. */

static int takes_position(enum act act)
{
    return (act >= STRING && act <= GLOBAL_ID) || act == NULL_UNLESS || act == UNLESS_EQUAL;
}

/* A step that lacks something would read beyond its program or its row. */
static int is_sound(const Step *step, Py_ssize_t at, Py_ssize_t count)
{
    enum act act = step->act;
    int jumps = act == NULL_UNLESS || act == UNLESS_EQUAL || act == GO_ON;
    int takes_text = act == LITERAL || act == GLOBAL_ID || act == UNLESS_EQUAL;
    int takes_inner = act == CURSOR || act == ROWS || act == BOUNDARY;
    return act >= 0 && act < ACTS && takes_position(act) == (step->position >= 0)
        && (!jumps || (step->number > at && step->number <= count))
        && (!takes_text || (step->text != NULL && PyBytes_Check(step->text)))
        && (!takes_inner
            || (step->inner != NULL && PyObject_TypeCheck(step->inner, &ProgramType)));
}

static PyObject *program_new(PyTypeObject *type, PyObject *arguments, PyObject *named)
{
    static char *names[] = {"steps", NULL};
    PyObject *given;
    if (!PyArg_ParseTupleAndKeywords(arguments, named, "O!", names, &PyTuple_Type, &given))
        return NULL;
    Program *self = (Program *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    Py_ssize_t count = PyTuple_GET_SIZE(given);
    self->steps = PyMem_Calloc(count ? count : 1, sizeof(Step));
    if (self->steps == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    for (Py_ssize_t at = 0; at < count; at++) {
        Step *step = &self->steps[at];
        int act;
        PyObject *text, *inner;
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(given, at), "ipnnOO", &act, &step->is_required,
                              &step->position, &step->number, &text, &inner)) {
            Py_DECREF(self);
            return NULL;
        }
        step->act = act;
        step->text = text == Py_None ? NULL : Py_NewRef(text);
        step->inner = inner == Py_None ? NULL : Py_NewRef(inner);
        self->count = at + 1;
        if (!is_sound(step, at, count)) {
            Py_DECREF(self);
            return PyErr_Format(PyExc_ValueError, "step %zd is unsound", at);
        }
        if (step->position >= self->columns)
            self->columns = step->position + 1;
    }
    return (PyObject *)self;
}

static void program_dealloc(Program *self)
{
    for (Py_ssize_t at = 0; at < self->count; at++) {
        Py_XDECREF(self->steps[at].text);
        Py_XDECREF(self->steps[at].inner);
    }
    PyMem_Free(self->steps);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *program_write(Program *self, PyObject *arguments)
{
    PyObject *row;
    Page page = {NULL, 0, 0};
    if (!PyArg_ParseTuple(arguments, "O|O!pp", &row, &PyList_Type, &page.rows, &page.has_next,
                          &page.has_previous))
        return NULL;
    Text text = {NULL, 0, 0};
    Outcome outcome = FAILED;
    if (reserve(&text, 1024) != NULL)
        outcome = run(self, row, page.rows == NULL ? NULL : &page, &text);
    PyObject *written = NULL;
    if (outcome == WRITTEN)
        written = PyBytes_FromStringAndSize(text.start, text.size);
    else if (outcome == IS_UNFIT)
        written = Py_NewRef(Py_None);
    PyMem_Free(text.start);
    return written;
}

static PyMethodDef program_methods[] = {
    {"write", (PyCFunction)program_write, METH_VARARGS,
     "Write a row, and the page's rows where it is a page's first; None where Python has to."},
    {NULL},
};

static PyTypeObject ProgramType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "planner._json_rows.Program",
    .tp_doc = "What is written of a row, step by step.",
    .tp_basicsize = sizeof(Program),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = program_new,
    .tp_dealloc = (destructor)program_dealloc,
    .tp_methods = program_methods,
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "planner._json_rows",
    .m_size = -1,
};

PyMODINIT_FUNC PyInit__json_rows(void)
{
    make_checksums();
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL)
        return NULL;
    if (PyType_Ready(&ProgramType) < 0
        || PyModule_AddObjectRef(module, "Program", (PyObject *)&ProgramType) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
