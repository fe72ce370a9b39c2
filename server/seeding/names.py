# ruff: noqa: RUF001 - names are written in their own script
"""The names and places of made-up persons: several peoples, each in its own script."""

from rules.frozen import frozen


@frozen
class People:
    """The names of one people and the places where they live.

    Surnames and second names have a form for men and one for women. A hyphen in a street stands
    for a space.
    """

    country: str
    dialling_code: str
    men: tuple[str, ...]
    women: tuple[str, ...]
    surnames: tuple[tuple[str, str], ...]
    second_names: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str, str], ...]
    """Area, settlement, and its zip codes: # stands for a digit, @ for a letter."""
    streets: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _invariable(text: str) -> tuple[tuple[str, str], ...]:
    """Return pairs in which the women's form is the men's."""
    return tuple((word, word) for word in text.split())


def _endings(text: str, changes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return pairs of the men's form and the women's: the first matching ending is changed."""
    pairs = []
    for word in text.split():
        ending = next((ending for ending in changes if word.endswith(ending)), "")
        pairs.append((word, word.removesuffix(ending) + changes.get(ending, "")))
    return tuple(pairs)


def _patronymics(fathers: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{father}ович", f"{father}івна") for father in fathers.split())


UKRAINIAN = People(
    country="UA",
    dialling_code="+38050",
    men=_words(
        "Олександр Андрій Іван Петро Микола Василь Сергій Володимир Тарас Богдан Дмитро Юрій"
        " Михайло Остап Роман Степан Ярослав Євген Ігор Олег Максим Павло Григорій Зиновій"
    ),
    women=_words(
        "Олена Оксана Марія Ганна Наталія Ірина Тетяна Людмила Катерина Соломія Ольга Юлія"
        " Світлана Мар'яна Дарина Софія Вікторія Надія Любов Христина Леся Зоряна Ярина Євгенія"
    ),
    surnames=_endings(
        "Шевченко Коваленко Бондаренко Ткаченко Кравченко Олійник Шевчук Поліщук Лисенко Бойко"
        " Мельник Мороз Савченко Руденко Петренко Марченко Гриценко Левченко Дяченко Кузьменко"
        " Ковальський Вишневський Яворський Петрів Іваньків Романюк Гончар Гнатюк Сидоренко"
        " Коломієць Білоус Чорновіл Зінченко Юрченко Тимошенко Павлюк Костюк Семенюк Ющенко",
        {"ський": "ська"},
    ),
    second_names=(
        ("Миколайович", "Миколаївна"),
        ("Сергійович", "Сергіївна"),
        *_patronymics(
            "Олександр Іван Петр Володимир Богдан Роман Степан Ярослав Михайл Павл Остап"
            " Максим Тарас Григор Олег"
        ),
    ),
    places=(
        ("Київська", "Бровари", "074##"),
        ("Київська", "Біла Церква", "091##"),
        ("Львівська", "Львів", "790##"),
        ("Львівська", "Дрогобич", "821##"),
        ("Одеська", "Одеса", "650##"),
        ("Харківська", "Харків", "610##"),
        ("Полтавська", "Полтава", "360##"),
        ("Чернівецька", "Чернівці", "580##"),
        ("Вінницька", "Вінниця", "210##"),
        ("Закарпатська", "Ужгород", "880##"),
    ),
    streets=_words(
        "Шевченка Франка Грушевського Зелена Садова Лесі-Українки Центральна Соборна Вишнева"
        " Незалежності Київська Шкільна Польова Миру Яблунева Козацька"
    ),
)
ENGLISH = People(
    country="GB",
    dialling_code="+44770",
    men=_words(
        "James John Robert Michael William David Richard Thomas Charles Stephen Geoffrey Philip"
        " Peter Andrew Alan Graham Ian Keith Martin Neil Oliver Harry George Arthur"
    ),
    women=_words(
        "Mary Patricia Jennifer Elizabeth Susan Margaret Catherine Anne Helen Sarah Julie Alison"
        " Jacqueline Karen Tracey Emily Amelia Charlotte Grace Florence Alice Beatrice Joan Ruth"
    ),
    surnames=_invariable(
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans"
        " Walker White Roberts Green Hall Wood Jackson Clarke Painter Harrison Baker Turner Cooper"
        " O'Brien MacDonald Fitzgerald Pickering Ashworth Entwistle Blackwood Hargreaves Whitaker"
        " Holloway Sutcliffe Bradshaw Longbottom Fairclough Kershaw"
    ),
    second_names=tuple(
        zip(
            _words("James Edward George Henry Paul Francis Joseph Leonard Edwin Hugh"),
            _words("Jane Louise Rose May Frances Elizabeth Ellen Ruth Victoria Marie"),
            strict=True,
        )
    ),
    places=(
        ("Lancashire", "Preston", "PR1 #@@"),
        ("Yorkshire", "Leeds", "LS1 #@@"),
        ("Kent", "Canterbury", "CT1 #@@"),
        ("Devon", "Exeter", "EX1 #@@"),
        ("Norfolk", "Norwich", "NR1 #@@"),
        ("Cheshire", "Chester", "CH1 #@@"),
    ),
    streets=_words(
        "High-Street Station-Road Church-Lane Mill-Lane Victoria-Road Park-Avenue Queensway"
        " Manor-Road Green-Lane Kingsway The-Crescent North-Street"
    ),
)
POLISH = People(
    country="PL",
    dialling_code="+48601",
    men=_words(
        "Jan Andrzej Piotr Krzysztof Stanisław Tomasz Paweł Józef Marcin Marek Michał Grzegorz"
        " Jerzy Tadeusz Łukasz Zbigniew Wojciech Rafał"
    ),
    women=_words(
        "Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Elżbieta Zofia Teresa"
        " Magdalena Joanna Jadwiga Danuta Halina Bożena Łucja"
    ),
    surnames=_endings(
        "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański"
        " Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Kaczmarek Piotrowski"
        " Grabowski Zając Pawłowski Michalski Król Wieczorek Jabłoński Wróbel Nowakowski Majewski",
        {"ski": "ska"},
    ),
    second_names=tuple(
        zip(
            _words("Józef Adam Antoni Kazimierz Franciszek Henryk"),
            _words("Maria Anna Helena Irena Stanisława Wanda"),
            strict=True,
        )
    ),
    places=(
        ("Mazowieckie", "Warszawa", "00-###"),
        ("Małopolskie", "Kraków", "30-###"),
        ("Dolnośląskie", "Wrocław", "50-###"),
        ("Podkarpackie", "Przemyśl", "37-###"),
        ("Łódzkie", "Łódź", "90-###"),
    ),
    streets=_words("Polna Leśna Słoneczna Krótka Szkolna Ogrodowa Lipowa Łąkowa Brzozowa Kwiatowa"),
)
TURKISH = People(
    country="TR",
    dialling_code="+90532",
    men=_words(
        "Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Yusuf Murat Ömer Osman Emre Çağrı Barış"
    ),
    women=_words(
        "Fatma Ayşe Emine Hatice Zeynep Elif Meryem Şerife Sultan Özlem Gülay Çiğdem Büşra Esra"
    ),
    surnames=_invariable(
        "Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç"
        " Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Korkmaz Erdoğan Güneş"
    ),
    second_names=(),
    places=(
        ("Ankara", "Çankaya", "066##"),
        ("İzmir", "Bornova", "350##"),
        ("Bursa", "Nilüfer", "161##"),
    ),
    streets=_words("Atatürk-Caddesi İnönü-Sokak Gül-Sokak Çınar-Sokak Lale-Sokak Barış-Caddesi"),
)
VIETNAMESE = People(
    country="VN",
    dialling_code="+84901",
    men=_words("Anh Bảo Cường Dũng Đức Hải Hiếu Hùng Khánh Long Minh Nam Phúc Quân Sơn Tuấn"),
    women=_words("Ánh Chi Dung Hà Hạnh Hoa Hương Lan Linh Mai Nga Ngọc Phương Thảo Trang Yến"),
    surnames=_invariable("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý"),
    second_names=(("Văn", "Thị"), ("Hữu", "Ngọc"), ("Quang", "Thu"), ("Đình", "Thanh")),
    places=(("Hà Nội", "Ba Đình", "111##"), ("Thừa Thiên Huế", "Huế", "491##")),
    streets=_words("Lê-Lợi Trần-Phú Nguyễn-Huệ Hai-Bà-Trưng Hùng-Vương Quang-Trung"),
)
INDIAN = People(
    country="IN",
    dialling_code="+91982",
    men=_words("Amit Rajesh Sanjay Vijay Suresh Ravi Anil Arjun Deepak Manoj Harish Krishna"),
    women=_words("Priya Anita Sunita Lakshmi Kavita Meena Pooja Neha Radha Shanti Geeta Divya"),
    surnames=_invariable(
        "Sharma Patel Singh Kumar Gupta Reddy Iyer Nair Verma Mehta Joshi Desai Chatterjee"
        " Mukherjee Banerjee Krishnamurthy Subramanian Rao"
    ),
    second_names=(("Kumar", "Kumari"), ("Chandra", "Devi"), ("Lal", "Bai")),
    places=(
        ("Gujarat", "Surat", "395###"),
        ("Kerala", "Kochi", "682###"),
        ("Bengal", "Kolkata", "700###"),
    ),
    streets=_words("Gandhi-Road Nehru-Marg Station-Road Temple-Street Lake-View MG-Road"),
)

PEOPLES = (
    *(UKRAINIAN,) * 8,
    *(ENGLISH,) * 3,
    *(POLISH,) * 2,
    TURKISH,
    VIETNAMESE,
    INDIAN,
)
"""Sixteen entries, each people as often as it occurs: most persons live in Ukraine."""
