// The certificate a client showed when it connected (mutual TLS), as tokens are bound to it. https://www.rfc-editor.org/rfc/rfc8705#section-3.1
import { hash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** SHA-256 of the certificate's DER, in base64url; undefined when none was shown. */
export function certificateOf({ requestContext }: APIGatewayProxyEventV2): string | undefined {
  const pem = requestContext.authentication?.clientCert.clientCertPem;
  const [, body] =
    /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/.exec(pem ?? '') ?? [];
  return body === undefined ? undefined : hash('sha256', Buffer.from(body, 'base64'), 'base64url');
}
