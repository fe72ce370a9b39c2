/** A QR code, drawn as one path: dark on light in every theme, for cameras want it so. */
interface QrCodeProps {
  /** A text for each row, 1 for a dark module. */
  readonly rows: readonly string[];
  readonly label: string;
}

/** The light margin that the standard asks for, in modules. */
const QUIET = 4;

/** Draw the code. */
export function QrCode({ rows, label }: QrCodeProps) {
  const size = rows.length + 2 * QUIET;
  const path = rows.flatMap((row, y) =>
    [...row].flatMap((module, x) => (module === "1" ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])),
  );
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} className="qr-light" />
      <path d={path.join("")} className="qr-dark" shapeRendering="crispEdges" />
    </svg>
  );
}
