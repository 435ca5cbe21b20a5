/**
 * One connection to `admin/events` for all windows of this browser that show the same company.
 *
 * A browser keeps few connections to a server, so windows take turns: who holds the lock listens and passes on what it
 * hears; when that window is closed another one takes over after the last event that it heard of. Without locks (plain http
 * on another host) each window listens for itself.
 */

export interface Change {
  type: string;
  kind: string;
  id: string;
  store: string | null;
  location: string | null;
  at: string;
}

/** `change` is null when too much happened to be told one by one. */
type Listener = (change: Change | null) => void;
type LiveState = "off" | "on" | "lost";

interface Heard {
  id: string;
  change: Change | null;
}

const PATIENCE = 5_000;
const LONGEST = 60_000;

export class LiveConnection {
  private readonly listeners = new Set<Listener>();
  private readonly air: BroadcastChannel | null;
  private source: EventSource | null = null;
  private release: (() => void) | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = "";
  private wait = PATIENCE;
  private isOpen = false;
  state: LiveState = "off";

  constructor(private readonly company: string) {
    this.air = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`duka.live.${company}`);
    this.air?.addEventListener("message", (event: MessageEvent<Heard>) => this.take(event.data));
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    this.open();
    return () => {
      this.listeners.delete(listener);
      // the next screen often listens again at once
      setTimeout(() => {
        if (this.listeners.size === 0) this.close();
      }, 1_000);
    };
  }

  private open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    if (!("locks" in navigator) || this.air === null) {
      this.connect();
      return;
    }
    this.state = "on"; // another window may be listening for us
    void navigator.locks.request(`duka.live.${this.company}`, () => {
      if (!this.isOpen) return undefined;
      this.connect();
      return new Promise<void>((resolve) => {
        this.release = resolve;
      });
    });
  }

  private close(): void {
    this.isOpen = false;
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
    this.release?.();
    this.release = null;
    this.state = "off";
  }

  private connect(): void {
    const after = this.last ? `?after=${this.last}` : "";
    const source = new EventSource(`/api/tenants/${encodeURIComponent(this.company)}/admin/events${after}`);
    this.source = source;
    source.addEventListener("open", () => {
      this.wait = PATIENCE;
      this.state = "on";
    });
    source.addEventListener("change", (event: MessageEvent<string>) =>
      this.hear({ id: event.lastEventId, change: JSON.parse(event.data) as Change }),
    );
    source.addEventListener("reset", (event: MessageEvent<string>) =>
      this.hear({ id: event.lastEventId, change: null }),
    );
    source.addEventListener("end", () => {
      // the session is over: the next request says so to the person
      source.close();
      this.hear({ id: this.last, change: null });
      this.state = "lost";
    });
    source.addEventListener("error", () => {
      this.state = "lost";
      if (source.readyState !== EventSource.CLOSED || this.source !== source) return;
      this.timer = setTimeout(() => this.isOpen && this.connect(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST);
    });
  }

  private hear(heard: Heard): void {
    this.air?.postMessage(heard);
    this.take(heard);
  }

  private take({ id, change }: Heard): void {
    if (id) this.last = id;
    for (const listener of [...this.listeners]) listener(change);
  }
}

const connections = new Map<string, LiveConnection>();

export function liveConnection(company: string): LiveConnection {
  const known = connections.get(company);
  if (known !== undefined) return known;
  const made = new LiveConnection(company);
  connections.set(company, made);
  return made;
}
