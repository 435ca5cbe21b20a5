import { ActionIcon, UnstyledButton } from "@mantine/core";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { Skeletons } from "@/kit/Skeletons";
import { usePath } from "../here";
import { useKeys } from "../keys";
import { isThere, useMe, whose } from "../may";
import { useShellWords } from "../words.shell";
import { AccountBanner } from "./AccountBanner";
import { Navigation } from "./Navigation";
import { openPalette, openSheet, useOpened } from "./opened";
import classes from "./Shell.module.css";
import { useAreaKeys } from "./useAreaKeys";
import { VisitBanner } from "./VisitBanner";

const StandingBar = lazy(() => import("./StandingBar"));
const StoreMenu = lazy(() => import("./StoreMenu"));
const Bell = lazy(() => import("./Bell"));
const PersonMenu = lazy(() => import("./PersonMenu"));
const Palette = lazy(() => import("./Palette"));
const KeySheet = lazy(() => import("./KeySheet"));
const PhoneMenu = lazy(() => import("./PhoneMenu"));

/** Navigation on the left, search and person on top, the page in the middle. On phones the navigation is a drawer. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useShellWords();
  const me = useMe();
  const path = usePath();
  const opened = useOpened();
  const [isMenuOpen, setMenuOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the drawer
  useEffect(() => setMenuOpen(false), [path]);
  useKeys([
    { keys: "mod+k", label: t("palette"), run: openPalette, whileTyping: true },
    { keys: "/", label: t("searchShort"), run: openPalette },
    { keys: "?", label: t("shortcuts"), run: openSheet },
  ]);
  useAreaKeys();

  return (
    <div className={classes.frame} data-whose={whose(me)}>
      <a href="#content" className={classes.skip}>
        {t("skip")}
      </a>
      <aside className={classes.side}>
        <Navigation />
      </aside>
      <div className={classes.main}>
        {me.visit ? <VisitBanner visit={me.visit} /> : null}
        <header className={classes.top}>
          <ActionIcon
            className={classes.burger}
            size="lg"
            aria-label={t("openNavigation")}
            onClick={() => setMenuOpen(true)}
          >
            <IconMenu2 size={20} />
          </ActionIcon>
          <UnstyledButton className={classes.search} onClick={openPalette} aria-keyshortcuts="Control+K">
            <IconSearch size={16} aria-hidden />
            <span className={classes.searchWords}>{t("search")}</span>
            <kbd className={classes.key}>{IS_MAC ? "⌘ K" : "Ctrl K"}</kbd>
          </UnstyledButton>
          <div className={classes.right}>
            <Suspense fallback={<span className={classes.soon} />}>
              <StoreMenu />
              {isThere(me, { permission: "account:manage" }) ? <Bell /> : null}
              <PersonMenu />
            </Suspense>
          </div>
        </header>
        <AccountBanner />
        {whose(me) === "merchant" && !me.visit ? (
          <Suspense fallback={null}>
            <StandingBar />
          </Suspense>
        ) : null}
        <main id="content" className={classes.content} tabIndex={-1}>
          <Suspense fallback={<Skeletons />}>{children}</Suspense>
        </main>
      </div>
      <Suspense fallback={null}>
        {isMenuOpen ? <PhoneMenu close={() => setMenuOpen(false)} /> : null}
        {opened === "palette" ? <Palette /> : null}
        {opened === "sheet" ? <KeySheet /> : null}
      </Suspense>
    </div>
  );
}

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
