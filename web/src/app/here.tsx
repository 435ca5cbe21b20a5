/** Where we are and how to go elsewhere: the one door to the router. Paths begin after the company: `/orders/ord_1`. */
import { Anchor, type AnchorProps } from "@mantine/core";
import { Link, useLocation, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type AnchorHTMLAttributes, type ReactNode, type Ref, useCallback } from "react";

export type Search = Readonly<Record<string, string>>;
export const ACCOUNT = "/account";

/** The path inside the console, without its base: `/orders` becomes `/acorn/orders`. */
export function pathIn(company: string, to: string): string {
  if (to.startsWith(`${ACCOUNT}/`)) return to;
  return to === "/" ? `/${company}` : `/${company}${to}`;
}

/** Pure: `/orders?need=ship` in its two parts. */
export function splitTarget(target: string): { path: string; search: Record<string, string> } {
  const [path = "/", query = ""] = target.split("?", 2);
  return { path, search: Object.fromEntries(new URLSearchParams(query)) };
}

/** The slug of the company, empty outside of one. */
export function useCompany(): string {
  const params: Record<string, string | undefined> = useParams({ strict: false });
  return params.company ?? "";
}

/** A part of the address: `useParam("order")` on `/orders/$order`. */
export function useParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false });
  return params[name] ?? "";
}

/** The path after the company, without search. */
export function usePath(): string {
  const company = useCompany();
  const path = useLocation({ select: (location) => location.pathname });
  const rest = path.startsWith(`/${company}`) ? path.slice(company.length + 1) : path;
  return rest === "" ? "/" : rest;
}

/** The whole address from the company on, for coming back to it. */
export function useAddress(): string {
  return useLocation({ select: (location) => location.href });
}

export interface Going {
  /** Take the place of this address in the history. */
  replace?: boolean;
  /** Leave even though changes are not saved: the caller has asked. */
  force?: boolean;
}

export function useGo(): (to: string, how?: Going) => void {
  const navigate = useNavigate();
  const company = useCompany();
  return useCallback(
    (to, how = {}) => {
      const { path, search } = splitTarget(to);
      void navigate({
        to: pathIn(company, path),
        search: search as never,
        replace: how.replace ?? false,
        ignoreBlocker: how.force ?? false,
      });
    },
    [navigate, company],
  );
}

/** For the log-in: to an address of this console as `useAddress` gave it. Others' addresses are not followed. */
export function useReturn(): (address: string) => void {
  const navigate = useNavigate();
  return useCallback(
    (address) => {
      const { path, search } = splitTarget(
        address.startsWith("/") && !address.startsWith("//") ? address : "/",
      );
      void navigate({ to: path, search: search as never, replace: true });
    },
    [navigate],
  );
}

/** The search of the address as strings, and how to change parts of it: `undefined` and `""` take a part away. */
export function useSearchWords(): [
  Search,
  (change: Record<string, string | undefined>, how?: Going) => void,
] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = useCallback(
    (parts: Record<string, string | undefined>, how: Going = {}) => {
      void navigate({
        to: ".",
        replace: how.replace ?? true,
        resetScroll: false,
        search: ((before: Search) => {
          const next: Record<string, string> = { ...before };
          for (const [name, value] of Object.entries(parts)) {
            if (value === undefined || value === "") delete next[name];
            else next[name] = value;
          }
          return next;
        }) as never,
      });
    },
    [navigate],
  );
  return [search, change];
}

type GoLinkProps = AnchorProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps | "href"> & {
    to: string;
    children?: ReactNode;
    ref?: Ref<HTMLAnchorElement>;
  };

/** A link inside the console, as text. */
export function GoLink({ to, ...rest }: GoLinkProps) {
  return <Anchor component={PlainLink} to={to} {...rest} />;
}

type PlainLinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> & {
  to: string;
  ref?: Ref<HTMLAnchorElement>;
};

/** The same without looks: for `component={PlainLink}` of buttons, menu items and cards. */
export function PlainLink({ to, ...rest }: PlainLinkProps) {
  const company = useCompany();
  const { path, search } = splitTarget(to);
  return <Link to={pathIn(company, path)} search={search as never} {...rest} />;
}
