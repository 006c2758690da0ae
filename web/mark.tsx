/** The mark: a document's lines with a check in their margin, the statement and its proof. */

export const Mark = ({ size = 26 }: { size?: number }) => (
  <svg
    className="mark"
    width={size}
    height={size}
    viewBox="0 0 32 32"
    fill="none"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden
    focusable={false}
  >
    <rect className="mark-page" width="32" height="32" rx="7" />
    <path className="mark-lines" d="M15 9h10M15 16h10M15 23h6" strokeWidth="2.6" />
    <path className="mark-check" d="m5.5 16.2 2.6 2.7 4.2-5.6" strokeWidth="2.8" />
  </svg>
)
