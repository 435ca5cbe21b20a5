import "@mantine/spotlight/styles.layer.css";
import { useDebouncedValue } from "@mantine/hooks";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { IconArrowRight, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Area, Found } from "../area";
import { areas } from "../areas";
import { useCompany, useGo } from "../here";
import { isThere, may, useMe } from "../may";
import { type Language, useLabel } from "../words";
import { useShellWords } from "../words.shell";
import { closePanel } from "./opened";
import classes from "./Palette.module.css";

const [palette, actions] = createSpotlight();
const SHORTEST_SEARCH = 2;

interface Line {
  id: string;
  group: string;
  label: string;
  details?: string;
  keys?: string | undefined;
  icon?: ReactNode;
  words: string;
  to: string;
}

/** Everywhere to go, everything to start, and what the areas' search finds. */
export default function Palette() {
  const t = useShellWords();
  const go = useGo();
  const [asked, setAsked] = useState("");
  const lines = useLines();
  const found = useFound(asked);
  useEffect(() => {
    actions.open();
    return () => actions.close();
  }, []);

  const wanted = plain(asked).split(" ").filter(Boolean);
  const fitting = lines.filter((line) => wanted.every((word) => line.words.includes(word)));
  const groups = Map.groupBy([...fitting, ...found], (line) => line.group);
  return (
    <Spotlight.Root
      store={palette}
      query={asked}
      onQueryChange={setAsked}
      onSpotlightClose={closePanel}
      shortcut={null}
      scrollable
      maxHeight="min(460px, 60dvh)"
      attributes={{ content: { "aria-label": t("palette") } }}
      yOffset="12dvh"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      classNames={{ search: classes.search, action: classes.action, actionsGroup: classes.group }}
    >
      <Spotlight.Search
        placeholder={t("search")}
        aria-label={t("search")}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {[...groups].map(([group, inGroup]) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {inGroup.map((line) => (
              <Spotlight.Action
                key={line.id}
                label={line.label}
                description={line.details ?? ""}
                leftSection={line.icon ?? <IconArrowRight size={16} aria-hidden />}
                rightSection={line.keys ? <kbd>{line.keys}</kbd> : null}
                onClick={() => {
                  closePanel();
                  go(line.to);
                }}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.size === 0 ? <Spotlight.Empty>{t("paletteNothing")}</Spotlight.Empty> : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function useLines(): readonly Line[] {
  const t = useShellWords();
  const me = useMe();
  const label = useLabel();
  return useMemo(() => {
    const commands = areas.flatMap((area) => area.commands ?? []).filter((command) => isThere(me, command));
    const keysOf = new Map(commands.map((command) => [command.to, command.keys]));
    const places = areas
      .flatMap((area) => area.navigation ?? [])
      .flatMap((line) => [
        line,
        ...(line.children ?? []).map((child) => ({ ...child, icon: line.icon, place: line.place })),
      ])
      .filter((line) => isThere(me, line))
      .sort((one, other) => one.place - other.place)
      .map((line) => ({
        id: `go ${line.to}`,
        group: t("paletteGo"),
        label: label(line.label),
        icon: <line.icon size={16} />,
        words: spoken(line.label),
        to: line.to,
        ...(keysOf.get(line.to) ? { keys: keysOf.get(line.to) } : {}),
      }));
    const goesTo = new Set(places.map((place) => place.to));
    const deeds = commands
      .filter((command) => !goesTo.has(command.to))
      .map((command) => ({
        id: command.id,
        group: t("paletteDo"),
        label: label(command.label),
        words: `${spoken(command.label)} ${plain(command.keywords ?? "")}`,
        to: command.to,
        ...(command.keys ? { keys: command.keys } : {}),
      }));
    return [...places, ...deeds];
  }, [me, label, t]);
}

/** Asked of every area that can search, a moment after the last key. */
function useFound(asked: string): readonly Line[] {
  const me = useMe();
  const label = useLabel();
  const company = useCompany();
  const [words] = useDebouncedValue(asked.trim(), 160);
  const searching = areas.filter(
    (area): area is Searching => area.search !== undefined && may(me, area.search.permission),
  );
  const { data } = useQuery({
    queryKey: ["palette", company, words],
    enabled: words.length >= SHORTEST_SEARCH && searching.length > 0,
    queryFn: async ({ signal }) => Promise.all(searching.map((area) => find(area, words, signal))),
  });
  if (words.length < SHORTEST_SEARCH) return [];
  return searching.flatMap((area, place) =>
    (data?.[place] ?? []).map((one) => ({
      id: `${area.id} ${one.id}`,
      group: label(one.group ?? area.search.label),
      label: one.title,
      words: "",
      to: one.to,
      ...(one.details ? { details: one.details } : {}),
    })),
  );
}

type Searching = Area & { search: NonNullable<Area["search"]> };

async function find(area: Searching, words: string, signal: AbortSignal): Promise<readonly Found[]> {
  const { default: finder } = await area.search.finder();
  return finder(words, signal).catch(() => []);
}

function spoken(label: Record<Language, string>): string {
  return plain(Object.values(label).join(" "));
}

/** Without capitals and accents. */
function plain(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
