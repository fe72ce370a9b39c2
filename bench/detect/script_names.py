# ruff: noqa: RUF001 - names are written in the letters of their owners
"""Names in Cyrillic and Arabic letters, and the tables that write them in Latin ones."""

from collections.abc import Mapping


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _table(letters: str, written: str) -> dict[str, str]:
    """Return a table: what it has in common with the others, and these letters."""
    same = dict(zip("абвдзклмнопрстуф", "abvdzklmnoprstuf", strict=True))
    common = {"ж": "zh", "ч": "ch", "ш": "sh", "ц": "ts", "ь": "", "'": "", "ъ": ""}
    return same | common | dict(zip(letters, written.split(), strict=True))


def _spellings(lines: str) -> Mapping[str, tuple[str, ...]]:
    """Return names with their spellings, a line each; _ stands for a space."""
    found = {}
    for line in lines.strip().splitlines():
        name, *latin = (word.replace("_", " ") for word in line.split())
        found[name] = tuple(latin)
    return found


UKRAINIAN_FIRST = _words(
    "Олександр Олена Андрій Наталія Сергій Ірина Володимир Тетяна Юрій Оксана Ігор Світлана "
    "Микола Людмила Василь Галина Олег Надія Віктор Марія Михайло Ганна Іван Катерина Дмитро "
    "Юлія Роман Анастасія Ярослав Вікторія Богдан Христина Тарас Софія Євген Дарина Павло Яна "
    "Степан Лариса Григорій Євгенія Максим Любов Петро Зоряна Святослав Мар'яна Вячеслав "
    "Жанна "
)
UKRAINIAN_STEMS = _words(
    "Шевч Ковал Бондар Ткач Крав Олій Мельнич Полищ Савч Лисен Рудз Марчен Гаврил Петр Клим "
    "Пав Мороз Кузьм Харч Юрч Гриц Щерб Левч Хом Коз Яким Зінч Василь Пономар Костюч Дем'ян "
    "Захарч Тимош Жук Чорн Білец Дзюб Федор Гонч Ярем Сидор Панас Ільч Кирил Антон Назар "
    "Прокоп Вовч "
)
UKRAINIAN_ENDINGS = _words("енко ук ський ик ів ець юк чак ")
RUSSIAN_FIRST = _words(
    "Александр Елена Дмитрий Ольга Сергей Наталья Алексей Екатерина Андрей Анна Михаил "
    "Татьяна Владимир Ирина Николай Мария Иван Юлия Евгений Светлана Максим Анастасия Артём "
    "Дарья Юрий Людмила Илья Ксения Константин Галина Павел Надежда Виктор Валентина Фёдор "
    "Любовь Григорий Вера Ярослав Жанна Вячеслав Раиса Семён Зоя Пётр Лидия Эдуард Яна Олег "
    "Софья "
)
RUSSIAN_STEMS = _words(
    "Иван Смирн Кузнец Попов Васил Петр Сокол Михайл Новик Фёдор Мороз Волк Алексе Лебед "
    "Семён Егор Павл Козл Степан Никол Орл Андре Макар Никит Захар Зайц Соловь Борис Яковл "
    "Григорь Роман Воробь Серге Кузьм Фрол Александр Дмитри Корол Гусар Кисел Ильин Максим "
    "Поляк Сорокин Виноград Коваль Белоус Медвед Антип Жданов Щерба Чайк "
)
RUSSIAN_ENDINGS = _words("ов ев ин ский енко ович цев ухин ")
ARABIC_FIRST = _spellings("""
محمد Mohammed Muhammad Mohamed
أحمد Ahmed Ahmad
علي Ali Aly
حسن Hassan Hasan
حسين Hussein Husain Hossein
خالد Khaled Khalid
يوسف Yousef Yusuf Youssef
إبراهيم Ibrahim Ebrahim
محمود Mahmoud Mahmud
مصطفى Mustafa Moustafa
عمر Omar Umar
سعيد Saeed Said
كريم Karim Kareem
طارق Tariq Tarek
سمير Samir Sameer
عبد_الله Abdullah Abdallah
عبد_الرحمن Abdulrahman Abdel_Rahman
فاطمة Fatima Fatma Fatimah
عائشة Aisha Aicha
مريم Maryam Mariam
زينب Zainab Zeinab
خديجة Khadija Khadijah
ليلى Layla Leila
نور Nour Noor
سارة Sara Sarah
هدى Huda Hoda
أمينة Amina Aminah
رانيا Rania Raniya
سلمى Salma Selma
جميلة Jamila Gamila
""")
ARABIC_LAST = _spellings("""
الحسن Al-Hassan El_Hassan
المصري Al-Masri El_Masry
الشريف Al-Sharif El_Sherif
الخطيب Al-Khatib El_Khateeb
حداد Haddad Hadad
نجار Najjar Nagar
خوري Khoury Khouri
منصور Mansour Mansur
سليمان Suleiman Soliman
عثمان Othman Osman
بركات Barakat Barakaat
درويش Darwish Darwich
قاسم Qasim Kassem
صالح Saleh Salih
عباس Abbas Abas
فارس Fares Faris
غانم Ghanem Ghanim
ناصر Nasser Nasir
رشيد Rashid Rachid
شاهين Shaheen Chahine
زيدان Zidan Zaidan
حمدان Hamdan Hamdane
عطية Attia Atiya
بدوي Badawi Badawy
جابر Jaber Gaber
""")

PASSPORT_2010 = _table("геєиіїйхщюя", "h e ie y i i i kh shch iu ia")
OF_THE_NINETIES = _table("геєиіїйхщюя", "g e ye y i yi y kh shch yu ya")
BY_LETTERS = _table("геєиіїйхщюя", "h e je y i ji j kh shch ju ja")
UKRAINIAN_TABLES = (PASSPORT_2010, OF_THE_NINETIES, BY_LETTERS)

ICAO = _table("геёиыйэхщюя", "g e e i y i e kh shch iu ia")
AS_SPOKEN = _table("геёиыйэхщюя", "g e yo i y y e kh sch yu ya")
OF_SOVIET_PASSPORTS = _table("геёиыйэхщюя", "g e e i y i e kh chtch iou ia")
RUSSIAN_TABLES = (ICAO, AS_SPOKEN, OF_SOVIET_PASSPORTS)


def romanised(name: str, table: Mapping[str, str]) -> str:
    """Write a Cyrillic name in Latin letters."""
    return "".join(table[letter] for letter in name.lower()).title()
