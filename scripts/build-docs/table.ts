// Cells of Markdown tables.

export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** FHIRPath as a reader wants it: systems and urls by their last part. */
export const shortened = (element: string): string =>
  element
    .replaceAll(/extension\.where\(url='[^']*\/([^'/]+)'\)/g, 'extension[$1]')
    .replaceAll(/coding\.where\(system='[^']*\/([^'/]+)'\)/g, 'coding[$1]')
    .replaceAll(/\.where\(system='([^']*)'\)/g, '[$1]')
    .replaceAll(/\.where\(use='(\w+)'\)/g, '[$1]');
