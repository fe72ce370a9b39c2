/** The texts of refusals in Ukrainian. */
import type { errors as english } from "../english/errors.ts";

export const errors: typeof english = {
  retry: "Спробувати ще раз",
  reference: "Номер звернення:",
  halfADate: "Дату введено не повністю. Нічого не надіслано.",
  notFound: "Цього немає, або вам не можна це бачити.",
  messages: {
    "Alerts need an answer": "Позначте те, що ви з'ясували, і продовжуйте.",
    "Assignee is not allowed to ask for new merge request":
      "У вас уже є пара, що чекає на ваше рішення.",
    "Assignee reached limit in postponed merge_requests":
      "Ви відклали стільки пар, скільки можна. Спершу вирішіть одну з них.",
    "Merge request not found": "Ця пара не ваша, або її немає.",
    "Incorrect transition status":
      "Тим часом тут щось змінилося: того, про що ви просили, не зроблено.",
    "User doesn't have required role": "Ваша роль цього не дозволяє.",
    "Person is another user's": "Ця особа вже належить іншому користувачеві.",
    "Reviewer has a conflict of interest":
      "Ви знаєте когось із цих двох, тож про них вирішують інші рецензенти.",
    "Invalid scopes": "Ваш сеанс цього не дозволяє.",
    "Input is invalid": "Ще не все гаразд:",
    "Webhook cannot be made": "Ще не все гаразд:",
    "Webhook cannot be changed": "Ще не все гаразд:",
    "Webhook is switched off": "Цей вебхук вимкнено. Спершу ввімкніть його.",
    "Delivery is waiting or under way": "Це вже чекає або в дорозі.",
    "Client may not read the record any more":
      "Клієнт цього вебхука більше не може читати цей запис.",
    "A client of this name exists already": "Клієнт з такою назвою вже є.",
    "A user of this name exists already": "Користувач з таким ім'ям уже є.",
    "A second factor is set up already": "Другий чинник уже налаштовано.",
    "Nobody takes their own second factor without a code":
      "Власний другий чинник вилучають на сторінці облікового запису, за його кодом.",
    "Nobody grants to themselves": "Ніхто не надає ролі сам собі.",
    "External id was used for another request":
      "Інша система вже використала цей ідентифікатор для іншого запиту.",
    "Explanation was requested already": "Про причини цього відхилення вже запитано.",
    "Period for requests is over": "Строк, щоб запитати про причини, минув.",
    "Only who declared the record may ask for an explanation":
      "Про причини може запитати лише той, хто подав заяву.",
    "Explanation request is another registrar's": "На цей запит відповідає інший реєстратор.",
    "Invitation is settled":
      "Це запрошення вже прийнято, відкликано або термін його дії минув. Попросіть нове.",
    "Invitation not found": "Такого запрошення немає.",
    "Nobody deletes themselves":
      "Ніхто не видаляє сам себе. Зверніться до іншого адміністратора чи розпорядника.",
    "Member not found": "Ця особа вже не належить до організації.",
    "The last ADMIN can be neither blocked nor stripped":
      "Останнього адміністратора не можна ні заблокувати, ні позбавити ролі.",
    "The client of the console keeps its name":
      "Через цього клієнта входять люди: його назва лишається.",
    "Action is not available in this status": "Запис уже змінився; зараз цього зробити не можна.",
    "A registrar must first say whether it is a duplicate": "Спершу скажіть, чи це дублікат.",
    "Only the client that declared it may amend it": "Змінити може лише той, хто заявив.",
    "Only a failed message can be retried": "Повторити можна лише невдале повідомлення.",
    "Only a failed or waiting message can be discarded":
      "Відкинути можна лише невдале повідомлення або те, що чекає.",
    "The webhook of this message was deleted": "Вебхук цього повідомлення видалено.",
    "Too many failed attempts": "Забагато невдалих спроб. Зачекайте трохи.",
    "A correction is open": "Виправлення цього запису ще не вирішене. Спершу вирішіть його.",
    "Correction is settled already": "Це виправлення вже вирішене.",
    "Record has changed since it was read": "Запис тим часом змінився. Погляньте на нього знову.",
    "Record is assigned to another registrar":
      "Запис узято: з ним працює інший реєстратор. Віддати його може лише той, хто взяв, або адміністратор.",
    "Second person is needed": "Це має зробити інша людина.",
    "Merge is undone already": "Це об'єднання вже скасоване.",
    "What the merge changed is not known":
      "Це об'єднання зроблене до того, як зберігали його наслідки, тож його не скасувати.",
    "Merge is not open to this person":
      "Ви голосували щодо цієї пари або пов'язані з одним із записів. Це має зробити інша людина.",
    "Consent was changed meanwhile": "Цю згоду тим часом змінено. Погляньте на неї знову.",
    "Organisation has a run under way":
      "Для цієї організації вже щось виконується. Дочекайтеся кінця або скасуйте.",
    "Organisation was changed meanwhile":
      "Тим часом хтось змінив цю організацію. Погляньте на неї ще раз.",
    "Run cannot be approved": "Це вже не чекає на схвалення.",
    "Run cannot be resumed": "Це не зупинялося або вже триває.",
    "Run cannot be cancelled": "Це вже завершено або виконується останній крок.",
    "Run not found": "Такої дії немає, або вам її не видно.",
    "Draft not found": "Такої вашої чернетки вже немає.",
    "Draft has changed since it was read":
      "Цю чернетку тим часом змінено в іншому вікні або на іншому комп'ютері.",
    "A user keeps at most 50 drafts":
      "У вас уже 50 чернеток. Закінчіть або відкиньте одну на сторінці «Заявити».",
    "Too many invitations":
      "Сьогодні ви вже запросили стільки людей, скільки можна, або цю адресу занадто часто. Спробуйте завтра.",
    "Too many deliveries are asked for":
      "На цей вебхук щойно надіслано так багато, що треба зачекати хвилину.",
    "Plan not found": "Такого плану вже немає, або вам його не видно. Складіть новий.",
    "Plan is out of date":
      "Дещо з названого в плані змінилося. Складіть новий план і перегляньте його.",
    "Plan was signed":
      "План підписано: те, що він каже, зроблено або саме триває. Поки триває, це можна скасувати.",
    "Plan was withdrawn":
      "Хтось відкликав цей план, і його вже не підписати. Якщо це таки потрібно, складіть новий.",
    "Plan is blocked": "Щось цьому заважає. Владнайте те, що перелічує план, і складіть новий.",
    "Name does not match": "Це не її назва. Введіть її так, як вона записана.",
    "Organisation needs a steward":
      "Останній розпорядник організації лишається. Спершу призначте іншого.",
    "Role is not limited to organisations": "Ця роль діє всюди або ніде.",
    "Source name is taken": "Так уже називається інше джерело.",
    "Source link not found": "Такого зв'язку немає.",
    "Inbound message is incomplete": "У повідомленні бракує потрібного.",
    "Source link is for tests":
      "Повідомлення надійшло через тестовий зв'язок: про справжні записи він не питає.",
    "Source is retired": "Це джерело більше не використовують.",
    "The source does not answer": "Джерело не відповідає. Спробуйте пізніше.",
    "The source shows no roles": "Це джерело не показує ролей.",
    "Source is linked already": "Цю організацію або цю групу вже пов'язано.",
    "Source not found": "Такого джерела немає.",
    "A token of the source is needed":
      "Це джерело читають із вашим токеном. Якщо воно його не приймає, синхронізує той, хто входить через зовнішню службу.",
    "The source is not read with a caller's token": "Це джерело не приймає надісланого токена.",
    "Nobody signs in at the source": "У цьому джерелі люди не входять.",
    "Sign-in at the source not found":
      "Про цей вхід у джерело тут нічого не відомо. Почніть синхронізацію знову.",
    "Sign-in at the source took too long":
      "Вхід у джерело тривав понад 10 хвилин. Почніть синхронізацію знову.",
    "Sign-in at the source was used already":
      "Цей вхід у джерело вже використано. Подивіться, чи почалася синхронізація, або почніть її знову.",
    "Sign-in at the source was begun by somebody else":
      "Цей вхід у джерело почав хтось інший, або ви почали його до того, як знову ввійшли сюди. Почніть синхронізацію знову.",
    "The source has denied the sign-in":
      "Джерело не дозволило ввійти, або ви там відмовилися. Нічого не прочитано.",
    "Another issuer than the source's has answered":
      "Відповіло не те джерело, куди вас направили. Нічого не прочитано.",
    "The source gives no token for the sign-in":
      "Джерело не прийняло вхід. Почніть синхронізацію знову.",
    "The source cannot be signed in at":
      "Увійти в це джерело не вдається. Адміністратор має перевірити, як його налаштовано.",
    "Organisation name is taken": "Так уже називається інша організація того самого рівня.",
    "Organisation would contain itself": "Ця організація підпорядкована тій, яку ви переносите.",
    "Organisations are at most 12 deep": "Дерево організацій стало б глибшим за 12 рівнів.",
    "Organisation is not active": "Ця організація закрита: нічого нового в ній не почнеться.",
    "Organisation has active ones below it": "Спершу заархівуйте підпорядковані організації.",
    "Merge has an open proposal": "Це вже хтось запропонував.",
    "Request to take back not found": "Ніхто не просив скасувати це об’єднання.",
    "Request to take back is declined already": "На це вже відмовили.",
    "Request to take back is withdrawn": "Прохання вже відкликано.",
    "Request to take back was withdrawn twice":
      "Ви вже двічі відкликали це прохання. Цього разу на нього дадуть відповідь.",
    "Reviewer has asked for this already": "Ви вже просили про це. Відповідь буде у ваших запитах.",
    "Records have changed since they were shown":
      "Записи тим часом змінилися. Погляньте на них знову.",
    "Proposal is settled": "Цю пропозицію відхилено, або її строк минув.",
    "Only who asked for a correction may withdraw it": "Відкликати може лише той, хто просив.",
    "Person is on other records": "Цю особу об'єднано, або вона є в інших записах.",
    "Certificate is revoked already": "Це свідоцтво вже скасовано.",
    "Template is not available": "Такого шаблону для цих записів і цієї мови немає.",
    "Certificate template is retired": "Цей шаблон уже виведено з ужитку.",
    "Merge contradicts an earlier decision":
      "Рецензенти вже вирішили, що це різні люди. Підтвердьте, що ви зважили на це.",
    "Person is not active": "Запис, що мав би поступитися, недійсний: його ні з чим не об’єднують.",
    "Master person is not active": "Запис, що мав би лишитися, сам уже недійсний.",
    "A USER_INTERFACE client has no secret": "Інтерфейс користувача не має секрету.",
    "This is a copy of several regions: act in the region":
      "Це копія кількох регіонів. Зробіть це в регіоні.",
    "A client has at most 20 webhooks": "Клієнт має щонайбільше 20 вебхуків.",
    "The source no longer accepts the token":
      "Джерело більше не приймає токена: його строк минув або його відкликали. Почніть знову з новим.",
    "The source does not let the token read the group":
      "Токен не дає читати цю групу в джерелі. Почніть знову з таким, що дає.",
    "Idempotency key was used with a different request":
      "Це вже надсилали іншими словами, і його виконано. Погляньте, чи воно вже є.",
    "Comment is longer than 3000 characters": "Коментар задовгий.",
    "Comment has control characters": "У коментарі є знаки, яких у тексті не буває.",
    "Filter must have at least one of its fields": "Для пошуку заповніть хоча б одне поле.",
    "overlapSeconds is a number from 0 to 604800": "Цей час задовгий.",
  },
  codes: {
    UNREACHABLE: "Сервер не відповідає. Перевірте зв'язок і спробуйте ще раз.",
    UNAUTHENTICATED: "Ваш сеанс завершився. Увійдіть знову.",
    FORBIDDEN: "Вам цього не можна.",
    BAD_REQUEST: "Сервер не може цього прочитати. Може, номер або дата неповні?",
    NOT_FOUND: "Цього немає, або вам не можна це бачити.",
    CONFLICT: "За цих обставин це неможливо.",
    UNPROCESSABLE_ENTITY: "Ще не все гаразд.",
    RATE_LIMITED: "Занадто часто. Зачекайте трохи і спробуйте ще раз.",
    PASSWORD_MUST_BE_CHANGED: "Спершу змініть цей пароль.",
    SECOND_FACTOR_NEEDED: "Потрібен код вашого другого чинника.",
    SECOND_FACTOR_MUST_BE_SET_UP: "Ваша роль потребує другого чинника. Спершу налаштуйте його.",
    UNAVAILABLE: "База даних на мить недоступна. Спробуйте ще раз.",
    INTERNAL: "Щось пішло не так на нашому боці.",
  },
  violations: {
    "Somebody else of this declaration has it": "Цей номер уже має хтось інший у цій формі.",
    "A first name, a last name or both are needed": "Потрібне ім'я або прізвище.",
    "A source is read in one way at least": "Виберіть принаймні один спосіб.",
    "One person at least is needed, or null for all of them": "Виберіть принаймні одну особу.",
    "A webhook has at least one topic": "Виберіть принаймні одну тему.",
    "Nobody marries themselves": "Обоє з подружжя — та сама особа.",
    "No record is its own duplicate": "Запис не є дублікатом самого себе.",
    "There is no such person": "Такої особи немає.",
    "There is no such record": "Такого запису немає.",
    "It is no currency code of ISO 4217": "Це не код валюти, як-от EUR.",
    "There is no such scope": "Такого дозволу немає.",
    "It is not 1 to the number of children": "Це не місце серед стількох дітей.",
    "It is not 2 to 9": "Виберіть число від 2 до 9.",
    "It is needed more than 365 days after the event":
      "Це потрібно, коли минуло понад рік після події.",
    "The record is of another kind": "Той запис іншого виду.",
    "Blanks alone are no password": "Самі пробіли не є паролем.",
    "Invisible characters cannot be taken": "Тут є невидимі символи.",
    "It has 1 to 100 of the characters a-z, 0-9, _, . and *":
      "Лише малі латинські літери, цифри, крапки, зірочки й риски.",
    "Control characters cannot be taken": "Тут є символи, яких у тексті не буває.",
  },
  rules: {
    born_before_the_death: "Особа народилася після цієї смерті.",
    death_only: "Лише смерть стосується особи.",
    amount: "Це не сума, як-от 12,50.",
    required: "Це потрібно.",
    choice: "Виберіть щось із того, що знайдено нижче.",
    whom: "Виберіть, хто це, або що нікого такого в реєстрі немає.",
    ticked: "Позначте кожен пункт, який ви з'ясували.",
    not_blank: "Це потрібно.",
    max_length: "Текст задовгий.",
    font: "Це не шрифт, який можна вбудувати.",
    language: "Це не позначка мови, як-от en чи uk.",
    length: "Текст закороткий або задовгий.",
    characters: "Тут є знаки, яких у тексті не буває.",
    json_object: "У такому вигляді це не зберегти.",
    letter: "Тут немає жодної літери.",
    mutable: "Листи цього виду завжди надсилаються.",
    letters: "Шрифти шаблону не мають літер, які тут потрібні.",
    multiple_birth: "Це не узгоджується з рештою про багатоплідні пологи.",
    year: "Рік має чотири цифри.",
    one_of_the_two: "Це вказано двічі.",
    date: "Це не повна дата: потрібні день, місяць і рік.",
    not_in_the_future: "Це в майбутньому.",
    national_id: "Це не десять цифр.",
    one_time_code: "Це не той код, який зараз показує ваш автентифікатор.",
    another: "Оберіть інший пароль, ніж досі.",
    different: "Це те саме, що й інше.",
    older_than_the_child: "Мати чи батько старші за дитину щонайменше на 12 років.",
    before_the_death: "Народження передує смерті.",
    two: "Їх рівно двоє.",
    old_enough: "Подружжю при шлюбі щонайменше 16 років.",
    other: "Виберіть іншу організацію.",
    two_or_more: "Їх щонайменше двоє.",
    email: "Це не адреса електронної пошти.",
    period: "Період закінчується раніше, ніж починається.",
    phone_number: "Це не номер телефону.",
    unchanged: "Нічого не змінено.",
    on_the_record: "Запис не називає цієї особи.",
    range: "Це поза межами.",
    view: "Перегляд запису є частиною кожної згоди.",
    custody: "Опіку не пропонують.",
    bound: "До організації прив’язують лише машину.",
    future: "Вкажіть момент, який ще настане.",
    sandbox: "Пісочниця відмовляє на замовлення.",
    not_negative: "Це менше за нуль.",
    max_digits: "Тут забагато цифр.",
    max_decimals: "Ця валюта має менше знаків після коми.",
    known: "Це невідоме.",
    completed: "Платіж не завершено.",
    calendar: "Такого дня в календарі немає.",
    exports: "Джерело не експортує груп: залиште поле порожнім.",
    not_empty: "Виберіть хоча б одне.",
    machines: "Це не для машин.",
    exists: "Такого запису немає.",
    same_kind: "Той запис іншого виду.",
    address: "Туди нічого не надіслати: потрібна адреса https, досяжна з інтернету.",
  },
};
