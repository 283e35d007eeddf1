// The headers that protect every answer, whichever door gives it. https://owasp.org/www-project-secure-headers/

/** Answers are personal data: nothing on the way may keep them, no browser may guess at, run, frame or embed them. */
export const safeHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

const overTls = { ...safeHeaders, 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' };

/** With HSTS where the client came over TLS: over plain HTTP it may not be sent. https://www.rfc-editor.org/rfc/rfc6797#section-7.2 */
export const safeHeadersFor = (
  headers: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> => (headers['x-forwarded-proto'] === 'https' ? overTls : safeHeaders);
