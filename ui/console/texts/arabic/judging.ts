/** The texts of a pair that is judged in Arabic. */
import type { judging as english } from "../english/judging.ts";
import { days, events, pairs, recordsOfOne } from "./things.ts";
import { apart, counted } from "./wording.ts";

export const judging: typeof english = {
  atAGlance: "تطابق السجلّين حقلًا حقلًا",
  missingFields: (names: string) => `غير موجود في أحدهما أو كليهما: ${names}`,
  mayBeTwins: "قد يكونان من الأقارب: يختلف الاسم الأول ويتطابق تاريخ الميلاد واسم العائلة.",
  records: (count: number) => counted(count, recordsOfOne),
  moreRecords: (count: number) => `${counted(count, recordsOfOne)}، وربما أكثر`,
  cluster: {
    title: "سجلات قد تكون لشخص واحد",
    isTruncated: "هناك سجلات أكثر مما يُعرض هنا.",
    ofThisPair: "من هذه الثنائية",
    graph: "الثنائيات نفسها التي في القائمة، خطوطًا بين أرقام السجلات",
    link: (from: number, to: number) => `${apart(from)} و${apart(to)}:`,
    states: {
      OPEN: "لم يُحسم بعد",
      MERGED: "شخص واحد",
      SPLIT: "شخصان",
      TRASH: "لا يصلحان للحكم",
    },
  },
  whatMergingDoes: "ما يترتب على الدمج",
  preview: {
    stands: "يبقى السجل الأساسي المحتمل، ويحيل إليه المكرر المحتمل.",
    vitalEvents: (count: number) =>
      `الوقائع الحيوية التي ستُنسب إلى السجل الأساسي: ${counted(count, events)}`,
    nobodyFollows: "لم يُدمج أي سجل آخر في المكرر المحتمل.",
    followers: (names: string) => `مدموج في المكرر من قبل ويتبعه: ${apart(names)}`,
    closed: (count: number) => `ثنائيات أخرى فيها المكرر ستُغلق: ${counted(count, pairs)}`,
    opened: (count: number) => `ثنائيات مع السجل الأساسي ستُفتح بدلًا منها: ${counted(count, pairs)}`,
  },
  confirmations: {
    MERGE: {
      title: "هل هذان شخص واحد؟",
      consequence: (duplicate: string, master: string) =>
        `متى قال بذلك عدد كافٍ من المراجعين، أخلى المكرر المحتمل (${apart(duplicate)}) مكانه وبقي ` +
        `السجل الأساسي المحتمل (${apart(master)}). يمكنك التراجع عن قرارك حتى ذلك الحين.`,
    },
    SPLIT: {
      title: "هل هذان شخصان مختلفان؟",
      consequence: (duplicate: string, master: string) =>
        `متى قال بذلك عدد كافٍ من المراجعين، بقي السجلّان ${apart(duplicate)} و${apart(master)} ` +
        "كلاهما ولم يُعرضا ثنائيةً مرة أخرى. يمكنك التراجع عن قرارك حتى ذلك الحين.",
    },
    POSTPONE: {
      title: "تأجيل هذه الثنائية؟",
      consequence: (_duplicate: string, _master: string) =>
        "تبقى في قائمة ثنائياتك المؤجَّلة حتى صدور قرارك، وقد يسبقك غيرك إلى القرار.",
    },
    TRASH: {
      title: "هل هذه الثنائية لا تصلح للحكم؟",
      consequence: (_duplicate: string, _master: string) =>
        "متى قال بذلك عدد كافٍ من المراجعين، استُبعدت الثنائية وبقي السجلّان على حالهما. " +
        "يمكنك التراجع عن قرارك حتى ذلك الحين.",
    },
  },
  changedSinceLooked: "تغيّر منذ اطلاعك",
  changedSinceDecided: "تغيّر منذ ذلك",
  haveChanged:
    "تغيّر السجلّان منذ اطلاعك عليهما، فلم يُتخذ أي قرار. ما كتبته محفوظ: " +
    "يُرجى النظر في المواضع المعلَّمة ثم القرار من جديد.",
  outdated: (names: string) =>
    `تغيّر السجلّان منذ قرارك في هذه الثنائية أو تأجيلها: ${names}. يلزم القرار من جديد.`,
  /** What came of a pair on which the reviewer has decided. */
  outcomes: {
    OPEN: "لم يُحسم بعد: يقرر فيها مراجعون آخرون أيضًا.",
    ONE_PERSON: "حُسمت: شخص واحد. يحيل المكرر المحتمل إلى السجل الأساسي.",
    BOTH_STAND: "حُسمت: يبقى السجلّان كلاهما.",
    MERGED_ELSEWHERE: "حُسمت: دُمج أحد السجلّين لاحقًا في سجل آخر.",
  },
  /** The same, as short as a list needs it. */
  shortOutcomes: {
    OPEN: "لم تُحسم بعد",
    ONE_PERSON: "حُسمت: شخص واحد",
    BOTH_STAND: "حُسمت: يبقى السجلّان",
    MERGED_ELSEWHERE: "حُسمت: دُمج في سجل آخر",
  },
  /** Why the pair was put together, from how its records agree. */
  whyPaired: {
    because: "عُرضا ثنائيةً لأن ما يلي",
    against: "وما يعارض ذلك:",
    agree: (names: string) => `يتطابق: ${names}`,
    nearlyAgree: (names: string) => `يكاد يتطابق: ${names}`,
    differ: (names: string) => `يختلف: ${names}`,
    nouns: { birthDate: "تاريخ الميلاد", deathDate: "تاريخ الوفاة" },
    slips: {
      TRANSPOSED: "تبادل حرفان متجاوران موضعيهما",
      ONE_CHARACTER: "حرف واحد",
      NAMES_SWAPPED: "تبادل الاسم الأول والعائلة موضعيهما",
    },
  },
  whoDecided:
    "لا يُعرض على المراجعين، ولا على كبارهم، مَن قرر، كي تبقى المراجعة معمّاة. ويمكن لمدير النظام معرفة ذلك من سجل التدقيق.",
  whoReads:
    "لا يقرؤه الزملاء. ويقرؤه كبار المراجعين مع قرارك ودون اسمك حيث تختلف القرارات في الثنائية.",
  /** What becomes of a hard case; said where a pair is put off, and above those that are. */
  hardCase:
    "ما دامت الثنائية مؤجَّلة فلا يقرأ تعليقك غيرك، ولا يُسلَّم إلى زميل. ويُعطى غيرك الثنائية أيضًا ويحكم وحده. وحيث يختلفون تذهب من تلقاء نفسها إلى كبار المراجعين، فيقرؤون أسباب مَن قرروا وتعليقاتهم دون أسماء.",
  /** Before the day in a list of pairs. */
  dates: {
    waits: "تنتظر منذ",
    given: "أُعطيت لك",
    putOff: "أُجّلت",
    takenBack: "تراجعتَ عنها",
    decided: "قرّرتَ فيها",
    settled: "حُسمت",
  },
  whyLabel: "السبب:",
  seePair: "عرض الثنائية",
  takeBackThere: "عرض الثنائية للتراجع عنها",
  withOthers: "يقرر مراجعون آخرون الآن في هذه الثنائية.",
  takeBack: "تراجع",
  takenBack: "تم التراجع: الثنائية الآن بين المؤجَّل لديك.",
  decideAgain: "عرضها من جديد",
  tooLate: "لم يعد التراجع عن هذا ممكنًا.",
  why: "السبب (اختياري)",
  note: "ملاحظة (اختيارية)",
  otherReason: "التعليق: السبب الآخر",
  reasons: {
    SAME_IDENTIFIER: "الرقم نفسه",
    SAME_CONTACT: "بيانات الاتصال نفسها",
    SPELLING: "اختلاف الإملاء",
    DATE_SLIP: "هفوة في التاريخ",
    NAME_CHANGE: "تغيّر الاسم",
    DIFFERENT_IDENTIFIER: "رقم مختلف",
    TWINS: "توأمان",
    KIN: "أقارب",
    DIFFERENT_PERSON: "هما في المجمل شخصان",
    RECORD_IS_NO_PERSON: "سجل ليس لشخص",
    TOO_LITTLE_KNOWN: "المعلومات قليلة",
    OTHER: "سبب آخر",
  },
  overruling:
    "سبق أن قرر المراجعون أن اثنين من هذه السجلات لشخصين مختلفين، وهذا الدمج يجعلهما واحدًا. " +
    "إذا قال به عدد كافٍ من المراجعين نُقض ذلك القرار.",
  overrulesKnowingly: "أعلم ذلك، وأقول إنهما شخص واحد",
  day: {
    done: "قرارات اليوم",
    thisWeek: "قرارات منذ الاثنين",
    last30Days: "قرارات آخر 30 يومًا",
    notOtherwise:
      "قد تُحسم الثنائية كما قلتَ وإن خالف أحد الزملاء، ولذلك ليست هذه حصة ما حُسم بخلاف قولك.",
    decidedSince: (day: string) => `ما قررتَه منذ ${day}.`,
    allDecided: "عرض كل ما قررتَه",
    today: "اليوم",
    pace: "من قرار إلى الذي يليه (نصفها أسرع)",
    superseded: "حسمه آخرون قبل قرارك",
    settled: "الثنائيات المحسومة منذ بدايتك",
    counted: "قراراتك في ثنائيات محسومة",
    median: "مدة اتخاذ القرار (نصفها أسرع)",
    agreement: "الاتفاق مع الآخرين",
    comparisons: (agreeing: string, comparisons: string) =>
      `${agreeing} من ${comparisons} مقارنة مع الزملاء في`,
    comparisonsMean: "كل زميل قرر في الثنائية نفسها مقارنة واحدة، ويتفق القراران إن تماثلا.",
    settledPairs: (count: number) => `ثنائياتك المحسومة (${counted(count, pairs)})`,
    allOtherwise: (count: number) => `عرضها كلها في «طلباتي» (${counted(count, pairs)})`,
    kappa: "الاتفاق فوق المصادفة (كابا كوهين)",
    seconds: (count: string) => `${apart(count)} ث`,
    minutes: (count: string) => `${apart(count)} د`,
    settledAlone:
      "تُحتسب قرارات الآخرين في الثنائية بعد حسمها، كي لا يتأثر بها أحد. " +
      "أما قراراتك في ما لم يُحسم بعد فهي في «طلباتي» وحدها.",
    noColleague: "لا يُعرض مدى اتفاقك مع كل زميل: كي لا يقرر أحد كما يقرر غيره.",
    tooFew: "يُعرض الاتفاق ابتداءً من 20 ثنائية محسومة.",
    otherwise: "حيث قرر الآخرون خلاف قرارك",
    otherwiseMeans: "ثنائيات حُسمت على أنها شخص واحد وقلت خلاف ذلك، أو العكس: الأحدث أولًا.",
    noneOtherwise: "لا شيء من ثنائياتك.",
    none: "لا شيء منها بين آخر 100 ثنائية لك.",
  },
  known: {
    title: "شخص في ثنائياتك",
    seen: "يرى المراجعون هذا الشخص بسبب ثنائياتهم، ومعه عمليات الدمج التي أدت إلى هذا السجل.",
    led: "دُمج في هذا السجل:",
    pairs: "ثنائياتك التي فيها هذا السجل",
    none: "ليس هذا الشخص في ثنائياتك، فلا يُعرض هنا شيء للمراجعين.",
    about: "السجلان:",
  },
  queue: {
    title: "ما ينتظرك",
    longest: (count: number) =>
      count === 1
        ? "لديك ثنائية واحدة للقرار فيها:"
        : `من ثنائياتك التي تنتظر قرارك (${count})، هذه أطولها انتظارًا:`,
    since: (day: string, age: number) =>
      `تنتظر منذ ${apart(day)}، أي ${counted(age, days)}، وهو يوم العثور عليها.`,
    noneOfYours: "لا تنتظر أي من ثنائياتك.",
    waiting: (count: number) =>
      `وغيرها ${counted(count, pairs)} لم تُعرض عليك من قبل، يُعطى منها من يطلب أولًا.`,
    oldest: (day: string, age: number) => `أقدمها منذ ${apart(day)}، أي ${counted(age, days)}.`,
    nothing: "لا توجد ثنائية أخرى يمكن أن تُعطى لك.",
  },
  disputed: {
    title: "يختلف المراجعون في هذه الثنائية",
    contradicted: "الدمج يناقض قرارًا سابقًا",
    contradicts:
      "تقرر من قبل أن اثنين من السجلات المرتبطة بهذه الثنائية لشخصين مختلفين، ودمجها يجعلهما " +
      "واحدًا. تُظهر قائمة السجلات التي قد تكون لشخص واحد أيَّ سجلّين هما.",
    explanation:
      "الثنائيات التي يختلف فيها المراجعون، أو التي يناقض دمجها قرارًا سابقًا، " +
      "تصلك أولًا في صفحة «المراجعة».",
    none: "ليست لديك ثنائية موضع خلاف.",
    noReason: "لم يُذكر سبب.",
    sides: { MERGE: "شخص واحد", SPLIT: "شخصان", TRASH: "لا يصلحان للحكم" },
  },
  requests: {
    again: "للقرار من جديد",
    rest: "ثنائيات أخرى",
    empty: "لا ثنائية في هذه القائمة. تصلك الثنائيات للقرار فيها في صفحة «المراجعة».",
    withOthers: "لدى مراجعين آخرين",
    orders: {
      INSERTED_AT_DESC: "ما أُعطي لك أخيرًا أولًا",
      INSERTED_AT_ASC: "ما أُعطي لك قديمًا أولًا",
      STATUS_ASC: "حسب رمز الحالة، تصاعديًا",
      STATUS_DESC: "حسب رمز الحالة، تنازليًا",
    },
  },
};
