import { UnstyledButton } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useMay } from "@/app/may";
import { useKitWords } from "../words";
import classes from "./list.module.css";
import { SaveView } from "./SaveView";
import type { View } from "./types";
import type { ListState } from "./useList";
import { ViewMenu } from "./ViewMenu";
import { opening, useViews } from "./views";

interface ViewTabsProps {
  id: string;
  list: ListState;
  /** What everybody finds; the first shows all unless it says otherwise. */
  views: readonly View[];
}

/** The ready questions of a list, those that the company shares, and the person's own. */
export function ViewTabs({ id, list, views }: ViewTabsProps) {
  const t = useKitWords();
  const kept = useViews(id);
  const mayShare = useMay("views:share");
  const hasOwn = useMay("account:manage");
  const now = signature({ ...list.filters, ...(list.q ? { q: list.q } : {}) });
  const ready = views.length > 0 ? views : [{ id: "all", label: t("allView"), search: {} }];
  const isKnown = [...ready, ...kept.views].some((view) => signature(narrowing(view)) === now);
  useOpening(list, opening(kept.views));
  return (
    <nav className={classes.views} aria-label={t("views")}>
      {ready.map((view) => (
        <Tab key={view.id} view={view} isOn={signature(narrowing(view)) === now} list={list} />
      ))}
      {kept.views.map((view) => {
        const isOn = signature(narrowing(view)) === now;
        return (
          <span key={view.id} className={classes.view} data-on={isOn}>
            <UnstyledButton onClick={() => list.show(view.search)} aria-current={isOn ? "true" : undefined}>
              {view.label}
            </UnstyledButton>
            {view.isShared ? <IconUsers size={13} aria-label={t("sharedView")} /> : null}
            {isOn && (view.isShared ? mayShare : view.isOwn) ? (
              <ViewMenu
                view={view}
                mayShare={mayShare}
                change={(to) => kept.change({ view, to })}
                remove={() => kept.remove(view)}
              />
            ) : null}
          </span>
        );
      })}
      {isKnown || !hasOwn ? null : (
        <SaveView
          mayShare={mayShare}
          save={(label, isShared) =>
            kept.save({
              label,
              isShared,
              search: {
                ...list.filters,
                ...(list.q ? { q: list.q } : {}),
                ...(list.sort ? { sort: list.sort } : {}),
              },
            })
          }
        />
      )}
    </nav>
  );
}

function Tab({ view, isOn, list }: { view: View; isOn: boolean; list: ListState }) {
  return (
    <span className={classes.view} data-on={isOn}>
      <UnstyledButton onClick={() => list.show(view.search)} aria-current={isOn ? "true" : undefined}>
        {view.label}
      </UnstyledButton>
    </span>
  );
}

/** A list that is come to without a question opens with the default view, once. */
function useOpening(list: ListState, view: View | undefined): void {
  const isOpened = useRef(list.isNarrowed);
  useEffect(() => {
    if (isOpened.current || view === undefined) return;
    isOpened.current = true;
    if (!list.isNarrowed) list.show(view.search);
  }, [list, view]);
}

/** Views differ by what they narrow; how one sorts them is one's own. */
function narrowing(view: View): Record<string, string> {
  return Object.fromEntries(Object.entries(view.search).filter(([key]) => key !== "sort"));
}

function signature(search: Record<string, string>): string {
  return Object.entries(search)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
}
