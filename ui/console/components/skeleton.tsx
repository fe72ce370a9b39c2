/** The placeholder of a page that is loading. */
import { useTexts } from "../texts/texts";

/** Draw a heading and lines, and announce once that the page is loading. */
export function Skeleton() {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{useTexts().shell.loading}</span>
      <div className="bone heading" />
      {[1, 2, 3, 4, 5, 6].map((line) => (
        <div key={line} className="bone" />
      ))}
    </div>
  );
}
