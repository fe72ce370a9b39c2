"""What the public page of certificates says in Arabic, as the console calls the same things."""

from rules.verification import RevocationReason
from server.http.verification_words import Texts

ARABIC = Texts(
    own_name="العربية",
    title="التحقق من شهادة",
    number="رقم الشهادة",
    valid="سارية",
    valid_says="أعدّ السجل المدني هذه الشهادة، وهي سارية اليوم.",
    revoked="غير سارية",
    revoked_says="سحب السجل المدني هذه الشهادة في {date}: {reason}.",
    reasons={
        RevocationReason.CORRECTED: "صُحّح القيد. اطلب شهادة أُعدّت بعد التصحيح",
        RevocationReason.ANNULLED: "أُبطل القيد",
        RevocationReason.WITHDRAWN: "سحبها أمين السجل. اطلب شهادة أخرى وتحقق منها",
    },
    unknown="لا توجد هذه الشهادة",
    unknown_says=(
        "لم يُعدّ السجل المدني شهادة بهذا الرقم. قارن الرقم بما على الورقة، فإن كان هو نفسه"
        " فلا تقبلها."
    ),
    busy="انتظر دقيقة",
    busy_says="وردت عمليات تحقق كثيرة في وقت واحد. لا يعني ذلك شيئًا عن الشهادة.",
    without_code=(
        "جرى التحقق من الرقم وحده. لترى ما يجب أن يرد في الورقة، امسح الرمز المربع المطبوع عليها:"
        " فقد تحمل ورقة مزوّرة رقم شهادة صحيحة."
    ),
    without_script="لترى ما يجب أن يرد في الورقة، اسمح لهذه الصفحة بتشغيل برمجتها.",
    reading="تجري قراءة ما يجب أن يرد في الورقة…",
    failed="تعذّرت قراءة ما يجب أن يرد في الورقة. أعد تحميل الصفحة.",
    altered="لا تقبل هذه الورقة",
    altered_says=("رمزها ليس رمز هذه الشهادة. غُيّرت الورقة، أو ليست من أوراق السجل المدني."),
    compare="ما يجب أن يرد في الورقة",
    compare_says="قارن كل سطر بالورقة. إن اختلف أحدها فقد غُيّرت الورقة: لا تقبلها.",
    compare_revoked="ما يرد في الورقة المسحوبة",
    fields={
        "firstName": "الاسم الأول",
        "secondName": "الاسم الثاني",
        "lastName": "اسم العائلة",
        "birthDate": "تاريخ الميلاد",
        "gender": "الجنس",
        "nationalId": "الرقم الوطني",
        "dateOfDeath": "تاريخ الوفاة",
        "placeOfDeath": "مكان الوفاة",
        "causeOfDeath": "سبب الوفاة",
        "dateOfMarriage": "تاريخ الزواج",
        "placeOfMarriage": "مكان الزواج",
        "placeOfBirth": "مكان الميلاد",
        "multipleBirth.of": "عدد من وُلدوا معًا",
        "multipleBirth.order": "ترتيب المولود بينهم",
        "informant.relationship": "المبلِّغ: الصلة",
        "informant.email": "المبلِّغ: البريد الإلكتروني",
        "informant.phoneNumber": "المبلِّغ: الهاتف",
        "lateRegistrationReason": "سبب التأخر في التبليغ",
        "registrationNumber": "رقم القيد",
        "registrationDate": "تاريخ التسجيل",
        "certificationDate": "تاريخ الشهادة",
        "office": "المكتب",
        "registrar": "أمين السجل",
        "serialNumber": "رقم الشهادة",
    },
    owners={
        "child": "المولود",
        "mother": "الأم",
        "father": "الأب",
        "deceased": "المتوفى",
        "spouses.0": "طرف الزواج الأول",
        "spouses.1": "طرف الزواج الثاني",
        "witnesses": "الشاهد {number}",
        "informant.individual": "المبلِّغ",
    },
    direction="rtl",
)
