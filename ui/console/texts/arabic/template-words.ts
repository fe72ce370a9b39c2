/** The texts of templates of certificates in Arabic. */
import type { templates as english } from "../english/template-words.ts";
import { apart } from "./wording.ts";

export const templates: typeof english = {
  add: "تحميل قالب",
  addExplanation:
    "يكون النسخة التالية للقالب الذي له الاسم والنوع واللغة نفسها، ولا تُعد بالسابق شهادات أخرى.",
  name: "الاسم",
  language: "اللغة",
  languageHint: "رمزها، مثل en أو uk.",
  svg: "الصفحة، ملف SVG",
  fonts: "خطوطها، ملفات TrueType أو OpenType",
  fontsHint: "كل الخطوط التي كُتبت بها نصوصها.",
  fontsStay: (version: string, families: string) =>
    `كل الخطوط التي كُتبت بها نصوصها. إن لم يُختر أي خط بقيت خطوط النسخة ${apart(version)}: ${apart(families)}.`,
  missingFont: (family: string) => `تذكر الصفحة الخط ${apart(family)} وهو ليس من خطوطها.`,
  family: (number: string) => `عائلة الخط ${number}`,
  tooLarge: `هذه الملفات أكبر من أن تُرسل من هنا: يقبل الأمر ${apart("selfsame templates load")} ملفات أكبر.`,
  faults: {
    address: "عنوان",
    box: "إطار نص",
    doctype: "ما يسبق الصفحة",
    element: "محتواها",
    field: "حقل",
    font: "خط",
    max_length: "طولها",
    page: "الصفحة",
    picture: "صورة",
    qr: "رمز QR",
    script: "برنامج نصي",
    size: "حجمها",
    well_formed: "الملف",
  },
  replaces: (version: string) =>
    `هذا يحل محل النسخة ${version} المستخدمة: تُعد به الشهادات من لحظة تحميله. لا تلزم موافقة أحد آخر، وتبقى الشهادات المعدّة من قبل كما هي.`,
  replacesInUse: (version: string) =>
    `يحل هذا محل الإصدار ${apart(version)} المستخدم الآن. وستُسأل مرة أخرى قبل ذلك.`,
  replaceTitle: "استبدال القالب المستخدم؟",
  replace: (version: string) => `استبدال النسخة ${version}`,
  showRetired: "عرض القوالب الموقوفة أيضًا",
  template: "قالب",
  active: "مستخدَم",
  retired: "موقوف",
  loaded: "حُمّل",
  show: "عرض",
  download: "حفظ ملف SVG",
  retire: "إيقاف",
  retireTitle: (template) => `إيقاف ${apart(template)}؟`,
  retireExplanation: "لا تُعد به شهادات أخرى. تبقى الشهادات الموجودة كما هي.",
  howToChange: "يُغيَّر نص القالب بزر «تغيير»: فتنشأ نسخته التالية.",
  change: "تغيير",
  load: "تحميل",
  changeTitle: (template: string) => `تغيير ${apart(template)}`,
  steps: [
    "تُحفظ الصفحة كما هي، وهي ملف SVG.",
    `يُغيَّر نصها في برنامج لملفات SVG أو في محرر نصوص. وما بين الأقواس المزدوجة، مثل ${apart("{{child.lastName}}")}، يُملأ لكل شهادة: فيُترك كما هو.`,
    "يُختار الملف المغيَّر أدناه، ويُنظر إليه، ثم يُحمَّل.",
  ],
  nowInUse: (version: string, template: string) =>
    `النسخة ${apart(version)} من ${apart(template)} مستخدَمة من الآن.`,
  madeUp: "الأسماء والتواريخ والأرقام متخيَّلة؛ ويُرسم رمز QR عند إصدار الشهادة.",
  example: { firstName: "آنا", secondName: "ماريا", lastName: "مثال", place: "بلدة المثال" },
};
