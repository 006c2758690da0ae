/** Each series of a chart has a mark, a dash and a pattern of its own, so that none is known by its colour alone. */

const marks = [
  'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z',
  'M-3.6 -3.6h7.2v7.2h-7.2Z',
  'M0 -4.8 4.6 3.6h-9.2Z',
  'M0 -5.2 5.2 0 0 5.2 -5.2 0Z',
  'M0 4.8 4.6 -3.6h-9.2Z',
  'M-1.5 -4.8h3v3.3h3.3v3h-3.3v3.3h-3v-3.3h-3.3v-3h3.3Z',
]
const dashes = ['none', '7 4', '2 3', '10 3 2 3', '14 5', '5 2 1 2']

/** What fills the bars of the series after the first, on its own colour. */
const patterns = [
  '',
  'M-2 10 10 -2M6 14 14 6M-6 6 6 -6',
  'M4 4h.01M8 8h.01M0 0h.01M8 0h.01M0 8h.01',
  'M0 4h8',
  'M4 0v8',
  'M-2 -2 10 10M-2 10 10 -2',
]

export const colourOf = (nth: number): string => `var(--chart-${nth + 1})`
export const dashOf = (nth: number): string => dashes[nth] ?? 'none'

export const Mark = ({ nth, x, y }: { nth: number; x: number; y: number }) => (
  <path d={marks[nth] ?? marks[0]} transform={`translate(${x} ${y})`} fill={colourOf(nth)} className="chart-mark" />
)

/** How a line looks, beside its name. */
export const LineSample = ({ nth }: { nth: number }) => (
  <svg width="34" height="14" aria-hidden="true" focusable="false">
    <path d="M1 7h32" stroke={colourOf(nth)} strokeDasharray={dashOf(nth)} className="chart-line" />
    <Mark nth={nth} x={17} y={7} />
  </svg>
)

/** How a bar looks, beside its name. */
export const BarSample = ({ nth, fills }: { nth: number; fills: string }) => (
  <svg width="22" height="14" aria-hidden="true" focusable="false">
    <rect width="22" height="14" rx="2" fill={`url(#${fills}-${nth})`} />
  </svg>
)

/** The fills of bars by `url(#<fills>-<nth>)`, and `url(#<fills>-withheld)` for what is not told. */
export const Fills = ({ fills, of }: { fills: string; of: number }) => (
  <svg width="0" height="0" className="chart-fills" aria-hidden="true" focusable="false">
    <defs>
      {Array.from({ length: of }, (_, nth) => (
        <pattern key={colourOf(nth)} id={`${fills}-${nth}`} width="8" height="8" patternUnits="userSpaceOnUse">
          <rect width="8" height="8" fill={colourOf(nth)} />
          <path d={patterns[nth]} className="chart-pattern" />
        </pattern>
      ))}
      <pattern id={`${fills}-withheld`} width="8" height="8" patternUnits="userSpaceOnUse">
        <path d="M-2 10 10 -2M6 14 14 6M-6 6 6 -6" className="chart-hatch" />
      </pattern>
    </defs>
  </svg>
)
