// A browser as far as signing in needs one: it keeps cookies and follows where it is sent, on this server alone.
export class Browser {
  readonly #jar = new Map<string, string>();
  readonly #home: string;
  constructor(home: string) {
    this.#home = home;
  }

  async open(
    address: string,
    form?: Record<string, string>,
  ): Promise<{ url: string; status: number; text: string }> {
    let url = address;
    let body = form && new URLSearchParams(form);
    for (let hop = 0; hop < 10; hop += 1) {
      const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const response: Response = await fetch(url, {
        method: body ? 'POST' : 'GET',
        body,
        headers: { cookie },
        redirect: 'manual',
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') this.#jar.delete(name);
        else this.#jar.set(name, value);
      }
      const location = response.headers.get('location');
      if (!location) return { url, status: response.status, text: await response.text() };
      url = new URL(location, url).href;
      if (!url.startsWith(this.#home)) return { url, status: response.status, text: '' };
      body = undefined;
    }
    throw new Error('sent around in a circle');
  }
}
