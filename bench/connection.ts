// One keep-alive HTTP/1.1 connection that writes whole requests and reads no more of an answer than it must: the load
// client shares two cores with the server, so what it does not spend the server gets.
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export class Connection {
  readonly #socket: Socket;
  readonly #host: string;
  #parts: Buffer[] = [];
  #size = 0;
  /** Where the answer ends; unknown until its head is complete. */
  #end: number | undefined;
  #status = 0;
  #headEnd = 0;
  #settle: ((answer: Answer) => void) | undefined;
  #fail: ((reason: Error) => void) | undefined;

  constructor(url: string) {
    const { hostname, port, host } = new URL(url);
    this.#host = host;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', (problem) => this.#fail?.(problem));
    this.#socket.on('close', () => this.#fail?.(new Error('the server closed the connection')));
  }

  send(request: { method: string; path: string; headers: string; body?: string }): Promise<Answer> {
    const { method, path, headers, body = '' } = request;
    const length = body === '' && method === 'GET' ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
      this.#socket.write(
        `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n${headers}${length}\r\n${body}`,
      );
    });
  }

  close(): void {
    this.#fail = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#parts.push(chunk);
    this.#size += chunk.length;
    if (this.#end === undefined) this.#readHead();
    if (this.#end === undefined || this.#size < this.#end) return;
    const all = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts);
    const headEnd = this.#headEnd;
    this.#parts = [];
    this.#size = 0;
    this.#end = undefined;
    this.#settle?.({
      status: this.#status,
      get text() {
        return all.toString('utf8', headEnd);
      },
    });
  }

  #readHead(): void {
    const start = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    const at = start?.indexOf('\r\n\r\n') ?? -1;
    if (start === undefined || at === -1) return;
    const head = start.toString('latin1', 0, at);
    this.#status = Number(head.slice(9, 12));
    const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
    this.#headEnd = at + 4;
    this.#end = this.#headEnd + Number(length);
  }
}
