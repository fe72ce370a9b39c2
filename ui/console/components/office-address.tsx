/** Where people go who are on record, as the installation says it: SELFSAME_OFFICE_ADDRESS. */
const content = document.querySelector<HTMLMetaElement>("meta[name=office]")?.content ?? "";
const lines = content.split("\n").filter((line) => line !== "");

/** Whether the installation says it. */
export const hasOfficeAddress = lines.length > 0;

/** Show the lines as they are, in whichever language; nothing where none is said. */
export function OfficeAddress({ label }: { label: string }) {
  if (!hasOfficeAddress) return null;
  return (
    <>
      <p>{label}</p>
      <address>
        {lines.map((line) => (
          <div key={line} dir="auto">
            {line}
          </div>
        ))}
      </address>
    </>
  );
}
