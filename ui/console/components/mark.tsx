/** The mark: two identical figures that overlap; what they share is a figure too, and stands out. */

const FIGURE = "M12.5 4a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M3 28a9.5 9.5 0 0 1 19 0z";
const SHARED =
  "M16 5.26a5.5 5.5 0 0 1 0 8.48a5.5 5.5 0 0 1 0-8.48M10 28a9.5 9.5 0 0 1 6-8.83a9.5 9.5 0 0 1 6 8.83z";

/** Draw it; the name stands beside it. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path className="figures" d={FIGURE} />
      <path className="figures" d={FIGURE} transform="translate(7)" />
      <path className="shared" d={SHARED} />
    </svg>
  );
}
