// Why the token endpoint refuses, in OAuth's own words. https://www.rfc-editor.org/rfc/rfc6749#section-5.2
export type TokenError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unsupported_grant_type'
  | 'temporarily_unavailable';

export class TokenRefusal extends Error {
  override readonly name = 'TokenRefusal';
  readonly error: TokenError;
  /** The client that asked, once it has proved to be it. */
  readonly client: string | undefined;
  constructor(error: TokenError, description: string, client?: string) {
    super(description);
    this.error = error;
    this.client = client;
  }
}
