/** What a folder in `areas/` tells the shell.
 *
 * `of` says in whose console something stands: a `merchant`'s, or that of the `platform` (Center Control, the company that runs
 * the installation). Without it in both, where the permission allows it: no merchant holds an operator's permissions, and
 * operators hold of a merchant's only those for their colleagues, the audit log and their own account. Two pages may have the
 * same address when one is of the merchant and one of the platform.
 */
import type { ComponentType, FunctionComponent } from "react";
import type { Label } from "./words";

export type Whose = "merchant" | "platform";

export interface Route {
  /** After the company: `/orders`, `/orders/$order`. For `outside` pages after `/console/account`: `/log-in`. */
  path: string;
  /** The page; a file of its own that is loaded when somebody goes there. It has a default export. */
  page: () => Promise<{ default: FunctionComponent }>;
  /** Without it the page is not shown and says who can grant it. One of several suffices. */
  permission?: string | readonly string[];
  /** Switched off for the company, it is not there. */
  feature?: string;
  /** For people who are not logged in. */
  outside?: boolean;
  of?: Whose;
}

export interface Entry {
  /** `/orders`, with search: `/orders?need=prepare`. */
  to: string;
  of?: Whose;
  label: Label;
  permission?: string | readonly string[];
  feature?: string;
}

/** A line of the left navigation. Entries stand in the order of `place`; `children` show while one is inside. */
export interface Navigation extends Entry {
  icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  place: number;
  /** `foot` stands at the bottom, beside the person. */
  side?: "main" | "foot";
  children?: readonly Entry[];
}

/** A line of the command palette: a place to go to or something to start. */
export interface Command {
  id: string;
  label: Label;
  /** Further words that find it, in both languages. */
  keywords?: string;
  permission?: string | readonly string[];
  feature?: string;
  of?: Whose;
  /** Where it leads. */
  to: string;
  /** Keys one after the other, such as `g o`. They work on every screen and stand in the sheet behind `?`. */
  keys?: string;
}

/** Something that the search on top found: an order, a product, a person. */
export interface Found {
  id: string;
  title: string;
  details?: string;
  to: string;
  /** Under which heading, when one search finds several kinds. */
  group?: Label;
}

/** Finds things by what somebody typed; the ones that fit best first, ten at most. */
export type Finder = (words: string, signal: AbortSignal) => Promise<readonly Found[]>;

export interface Area {
  id: string;
  routes: readonly Route[];
  navigation?: readonly Navigation[];
  commands?: readonly Command[];
  /** What this area adds to the search on top; a file of its own with a default export. */
  search?: {
    label: Label;
    permission?: string | readonly string[];
    finder: () => Promise<{ default: Finder }>;
  };
}
