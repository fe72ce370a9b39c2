/** The texts of templates of certificates in English. */

export const templates = {
  add: "Load a template",
  addExplanation:
    "Of the same name, kind and language it is the next version, and the former makes no more certificates.",
  name: "Name",
  language: "Language",
  languageHint: "Its tag, such as en or uk.",
  svg: "The page, an SVG file",
  fonts: "Its fonts, TrueType or OpenType files",
  fontsHint: "All that its texts are set in.",
  fontsStay: (version: string, families: string) =>
    `All that its texts are set in. Choose none, and those of version ${version} stay: ${families}.`,
  missingFont: (family: string) => `The page names the font ${family}, not among its fonts.`,
  family: (number: string) => `Family of font ${number}`,
  tooLarge:
    "These files are too large to be sent from here: selfsame templates load takes larger ones.",
  faults: {
    address: "An address",
    box: "The box of a text",
    doctype: "What stands before the page",
    element: "What is in it",
    field: "A field",
    font: "A font",
    max_length: "Its length",
    page: "The page",
    picture: "A picture",
    qr: "The QR code",
    script: "A script",
    size: "Its size",
    well_formed: "The file",
  } as Record<string, string>,
  replaces: (version: string) =>
    `This replaces version ${version}, which is in use: from the moment it is loaded on, certificates are made by this one. Nobody else has to agree; certificates made before stay as they are.`,
  replacesInUse: (version: string) =>
    `This replaces version ${version}, which is in use. You are asked once more before it does.`,
  replaceTitle: "Replace what is in use?",
  replace: (version: string) => `Replace version ${version}`,
  showRetired: "Show retired ones too",
  template: "TEMPLATE",
  active: "in use",
  retired: "retired",
  loaded: "Loaded",
  show: "Show",
  download: "Save the SVG",
  retire: "Retire",
  retireTitle: (template: string) => `Retire ${template}?`,
  retireExplanation: "It makes no more certificates. Those that there are stay as they are.",
  howToChange: "The text of a template is changed with “Change”: as its next version.",
  change: "Change",
  load: "Load",
  changeTitle: (template: string) => `Change ${template}`,
  steps: [
    "Save the page as it is. It is an SVG file.",
    "Change its text in a program for SVG, or in a text editor. What stands in double braces, as {{child.lastName}}, is filled in for each certificate: leave it as it is.",
    "Choose the changed file below, look at it, and load it.",
  ],
  nowInUse: (version: string, template: string) =>
    `Version ${version} of ${template} is in use from now on.`,
  madeUp:
    "The names, days and numbers are made up; the QR code is drawn when a certificate is made.",
  example: { firstName: "Anna", secondName: "Maria", lastName: "Example", place: "Exampleton" },
};
