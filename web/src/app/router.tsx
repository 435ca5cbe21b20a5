import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import type { FunctionComponent } from "react";
import type { Route } from "./area";
import { areas } from "./areas";
import { CrashPage, MissingPage } from "./CrashPage";
import { Entrance } from "./Entrance";
import { Guarded } from "./Guarded";
import { useMe, whose } from "./may";
import { CompanyFrame } from "./shell/CompanyFrame";

/** The search of an address is plain words, readable and typed by hand: `?need=ship&sort=-total`. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === "" ? "" : `?${text}`;
}

/** Of the pages with one address the one of this company's console. */
function insidePage(routes: readonly Route[]): FunctionComponent {
  const [only] = routes;
  if (only !== undefined && routes.length === 1) return guardedPage(only);
  const pages = routes.map((route) => ({ of: route.of, Page: guardedPage(route) }));
  return function EitherPage() {
    const me = useMe();
    const found = pages.find(({ of }) => of === whose(me));
    return found === undefined ? <MissingPage /> : <found.Page />;
  };
}

/** A page behind its permission. The check is drawn around the page, so that both are asked for at the same time. */
function guardedPage(route: Route): FunctionComponent {
  const Page = lazyRouteComponent(route.page);
  function GuardedPage() {
    return (
      <Guarded permission={route.permission} feature={route.feature} of={route.of}>
        <Page />
      </Guarded>
    );
  }
  return Object.assign(GuardedPage, { preload: Page.preload });
}

const root = createRootRoute({ component: Outlet, notFoundComponent: MissingPage });
const entrance = createRoute({ getParentRoute: () => root, path: "/", component: Entrance });
const account = createRoute({ getParentRoute: () => root, path: "/account" });
const company = createRoute({
  getParentRoute: () => root,
  path: "/$company",
  component: CompanyFrame,
  notFoundComponent: MissingPage,
});

const all = areas.flatMap((area) => area.routes);
const outside = all
  .filter((route) => route.outside)
  .map((route) =>
    createRoute({
      getParentRoute: () => account,
      path: route.path,
      component: lazyRouteComponent(route.page),
    }),
  );
const byPath = Map.groupBy(
  all.filter((route) => !route.outside),
  (route) => route.path,
);
const inside = [...byPath].map(([path, routes]) =>
  createRoute({ getParentRoute: () => company, path, component: insidePage(routes) }),
);

export const router = createRouter({
  routeTree: root.addChildren([entrance, account.addChildren(outside), company.addChildren(inside)]),
  basepath: "/console",
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultPendingMs: 150,
  defaultErrorComponent: CrashPage,
  defaultNotFoundComponent: MissingPage,
  scrollRestoration: true,
});
