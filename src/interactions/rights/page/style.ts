// How the copy looks, on a screen and on paper. The style stands in the page itself, and the page allows no other.
import { hash } from 'node:crypto';

export const style = `
:root { color: #1a1a1a; background: #fff; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 48rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-top: 2.5rem; border-bottom: 2px solid #1f4e79; padding-bottom: .25rem; }
article { margin: 1.25rem 0; padding: .75rem 1rem; border: 1px solid #767676; border-radius: .25rem; }
article h3 { margin: 0; }
dl { margin: .5rem 0 0; }
dt { font-weight: 600; }
dd { margin: 0 0 .35rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
dd ul { margin: 0; padding-left: 1.1rem; }
.herkomst { margin: .25rem 0 0; color: #444; }
.verklaring { margin: .75rem 0 0; padding: .5rem .75rem; border-left: 4px solid #8a4b00; background: #fff6e8; }
a { color: #1f4e79; }
@media print { body { max-width: none; padding: 0; } nav { display: none; } article { break-inside: avoid; } }
`;

/** https://www.w3.org/TR/CSP3/: nothing is loaded and nothing runs, whatever the file holds. */
export const contentPolicy = `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
