/** Colour means something here: pine is permitted, brick is a prohibition or cannot be undone, amber is due. */

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const pine: MantineColorsTuple = [
  '#f0f6f3',
  '#e0ece6',
  '#c1d9cd',
  '#a3c8b6',
  '#86b89f',
  '#5f9a7e',
  '#437f65',
  '#2f6a51',
  '#1f5541',
  '#143d2f',
]

const brick: MantineColorsTuple = [
  '#fdf3f0',
  '#fae2dc',
  '#f2c2b6',
  '#eca593',
  '#e58a75',
  '#d4604a',
  '#bf4730',
  '#a63a26',
  '#8c2f1f',
  '#6b2418',
]

const amber: MantineColorsTuple = [
  '#fdf7e8',
  '#f9ebc8',
  '#f2d78f',
  '#eac257',
  '#dfae33',
  '#c8951b',
  '#a87a10',
  '#8a630c',
  '#6f4f0b',
  '#523a08',
]

const gray: MantineColorsTuple = [
  '#f8f9f8',
  '#f1f3f2',
  '#e6eae8',
  '#d9dedb',
  '#c5ccc8',
  '#a3ada8',
  '#78847e',
  '#57635d',
  '#3a443f',
  '#1f2723',
]

const dark: MantineColorsTuple = [
  '#e1e7e4',
  '#c4cdc8',
  '#a5b0aa',
  '#78857e',
  '#4a5650',
  '#3a4540',
  '#2a332f',
  '#1a201d',
  '#151a18',
  '#0f1311',
]

export const theme = createTheme({
  colors: { pine, brick, amber, gray, dark },
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 6 },
  autoContrast: true,
  black: '#17201b',
  defaultRadius: 'sm',
  fontFamily: '"Source Sans 3 Variable", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "DejaVu Sans Mono", monospace',
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 0 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
    // Its placeholder for the first focus is a child that a menu may not have (WAI-ARIA 1.2).
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md', withInitialFocusPlaceholder: false } },
    Popover: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 0 } } },
    Table: { defaultProps: { highlightOnHoverColor: 'var(--quiet)', borderColor: 'var(--line)' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
  },
})

/** Mantine's own grey for lesser text and for field borders does not reach WCAG 2.2 AA (1.4.3, 1.4.11). */
export const contrasts: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#55615b',
    '--mantine-color-placeholder': '#626e68',
    '--mantine-color-error': '#a63a26',
    '--field-border': '#85918b',
    '--line': '#dfe4e1',
    '--quiet': '#f6f8f7',
  },
  dark: {
    '--mantine-color-body': '#161b19',
    '--mantine-color-dimmed': '#a5b0aa',
    '--mantine-color-placeholder': '#96a29c',
    '--mantine-color-error': '#eca593',
    '--field-border': '#6d7a73',
    '--line': '#2e3733',
    '--quiet': '#1b211e',
  },
})
