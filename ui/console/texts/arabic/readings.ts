/** The texts of who has seen a person's record in Arabic. */

import type { ReadingsTexts } from "../readings-texts.ts";
import { apart } from "./wording.ts";

export const readings: ReadingsTexts = {
  title: "من رأى هذا السجل",
  explanation:
    "كل من فتح السجل أو قرأ ما كان عليه من قبل، أو راجعه، أو فعل شيئًا بولادة أو وفاة أو زواج لهذا الشخص، وما قرأته الآلات من ذلك.",
  notInIt:
    "ليس في هذه القائمة: من صادف الاسم في قائمة أو بحث أو ملف، والمسجِّلون الذين قرؤوا ولادة أو وفاة أو زواجًا فحسب. وقراءتك هذه مكتوبة.",
  none: "لم يره أحد، بحسب ما هو مكتوب.",
  deleted: "مستخدم محذوف",
  machine: (name) => `${apart(name)} (آلة)`,
  request: "في سجل التدقيق",
  why: {
    "person.viewed": "فُتح السجل",
    "person_version.viewed": "قُرئ ما كان عليه من قبل",
    "similar_person.viewed": "ظهر بين الأشخاص المتشابهين",
    "merge_candidate.viewed": "قُرئ سبب اقتراح زوج",
    "merge_request.assigned": "أُعطي للمراجعة",
    "vital_event.viewed": "قُرئت ولادة أو وفاة أو زواج",
    "certificate.viewed": "فُتحت شهادة",
  },
  file: {
    both: "يقول الملفان الشيء نفسه: ما لدى السجل المدني عنك، وإلى أين تنتمي، وما يُسمح به للجهات، ومن اطّلع عليه.",
    toRead: "للقراءة أو الطباعة",
    toReadMeans: "صفحة باللغة التي تقرأ بها هنا، يفتحها أي متصفح ويطبعها ويحفظها ملف PDF.",
    forProgram: "لبرنامج",
    forProgramMeans: "ملف JSON يأخذه نظام آخر.",
    heading: "ما لدى السجل المدني عنك",
    made: (time) => `كما كان في ${apart(time)}`,
    recordId: "معرّف السجل",
    organisation: "الجهة",
    title: "بصفة",
    from: "من",
    until: "إلى",
    since: "منذ",
    allows: "ما يُسمح لها به",
    alsoOffered: "معروض ولم يُقبل بعد",
    endedConsents: "موافقات انتهت",
    endedMeans: "لم تعد تسمح بشيء.",
    when: "متى",
    who: "مَن",
    as: "بصفة",
    how: "كيف",
  },
  mine: {
    show: "أظهر من ومتى وكيف",
    title: "من رأى سجلك",
    explanation:
      "تراه الجهات المذكورة في هذه الصفحة ما دامت موافقتك سارية، ومكاتب السجل المدني في أي وقت. وهنا مَن رآه ومتى وكيف. أما السبب فلا يُسجَّل: يُسأل عنه المكتب الذي اطّلع. وليست لدى السجل المدني عناوين المكاتب، ويُسمّى كل مكتب باسمه المعروف.",
    notInIt:
      "ليس في هذه القائمة: أسماء الناس، فالمكتب مسؤول عنهم؛ ومن صادف اسمك في قائمة أو بحث أو ملف؛ والمراجعون الذين يقارنون السجلات.",
    registry: "المكتب المركزي للسجل",
    somebody: "مكتب من مكاتب السجل المدني",
    machine: (client) => `${apart(client)} (برنامج، لا شخص)`,
  },
};
