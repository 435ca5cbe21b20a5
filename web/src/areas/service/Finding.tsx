import { ActionIcon, Button, Card, Loader, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { adminSearch } from "@/api/generated/sdk.gen";
import type { SearchResult } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { PlainLink, useCompany } from "@/app/here";
import { useKeys } from "@/app/keys";
import { useMay } from "@/app/may";
import { Failure } from "@/kit/Failure";
import { Money } from "@/kit/Money";
import { usePeopleWords } from "@/kit/people/words";
import { type Recent, recents, remember } from "./recent";
import classes from "./service.module.css";
import { type ServiceWords, useServiceWords } from "./words";

export interface Chosen {
  customer: string | undefined;
  order: string | undefined;
}

interface Hit extends Chosen {
  key: string;
  group: string;
  title: string;
  aside: React.ReactNode;
  details: string;
}

interface FindingProps {
  typed: string;
  type: (typed: string) => void;
  chosen: string | undefined;
  choose: (hit: Chosen) => void;
}

const SHORTEST = 2;

/** The box and what it finds: arrows move, Enter chooses, Escape empties. Each answer replaces an older question's. */
export function Finding({ typed, type, chosen, choose }: FindingProps) {
  const t = useServiceWords();
  const company = useCompany();
  const list = useId();
  const box = useRef<HTMLInputElement>(null);
  const mayWrite = useMay("customers:write");
  const [text, setText] = useState(typed);
  const [asked] = useDebouncedValue(text.trim(), 150);
  const [active, setActive] = useState(0);
  const isLong = asked.length >= SHORTEST;
  const found = useRead(adminSearch, { query: { q: asked } }, { enabled: isLong, keep: true });
  const hits = useHits(t, isLong ? found.data : undefined, recents(company));
  useEffect(() => box.current?.focus(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question, another first hit
  useEffect(() => {
    setActive(0);
    if (asked !== typed) type(asked);
  }, [asked]);
  useKeys([{ keys: "/", label: t("box"), run: () => box.current?.focus() }]);

  function open(hit: Hit | undefined): void {
    if (hit === undefined) return;
    const to = hit.customer ?? hit.order ?? "";
    remember(company, { to, title: hit.title, details: hit.details });
    choose(hit);
  }
  function onKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && hits.length > 0) setActive((active + step + hits.length) % hits.length);
    else if (event.key === "Enter") open(hits[active]);
    else if (event.key === "Escape" && text) setText("");
    else return;
    event.preventDefault();
  }
  const isNothing = isLong && found.data !== undefined && hits.length === 0 && !found.isFetching;
  return (
    <div className={classes.finding}>
      <TextInput
        ref={box}
        size="md"
        type="search"
        role="combobox"
        aria-label={t("box")}
        aria-expanded={hits.length > 0}
        aria-controls={list}
        aria-activedescendant={hits[active] ? `${list}-${active}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        placeholder={t("box")}
        description={t("boxHelp")}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={
          found.isFetching && isLong ? (
            <Loader size={16} />
          ) : text ? (
            <ActionIcon variant="subtle" color="gray" aria-label={t("clear")} onClick={() => setText("")}>
              <IconX size={16} />
            </ActionIcon>
          ) : null
        }
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <VisuallyHidden aria-live="polite">
        {isLong && found.data ? t("foundCount", { count: hits.length }) : ""}
      </VisuallyHidden>
      {found.error && isLong ? <Failure error={found.error} again={() => void found.refetch()} /> : null}
      {hits.length > 0 ? (
        <Card padding={0}>
          <div role="listbox" id={list} aria-label={t("results")} className={classes.results}>
            {hits.map((hit, place) => (
              <HitLine
                key={hit.key}
                id={`${list}-${place}`}
                hit={hit}
                before={hits[place - 1]}
                isActive={place === active}
                isChosen={chosen !== undefined && chosen === (hit.customer ?? hit.order)}
                open={() => open(hit)}
              />
            ))}
          </div>
        </Card>
      ) : null}
      {isNothing ? (
        <Card>
          <Text fw={550}>{t("nothing", { words: asked })}</Text>
          <Text size="sm" c="dimmed" mb={mayWrite ? 12 : 0}>
            {t("nothingHelp")}
          </Text>
          {mayWrite ? (
            <Button component={PlainLink} to="/customers/new" variant="default">
              {t("newCustomer")}
            </Button>
          ) : null}
        </Card>
      ) : null}
    </div>
  );
}

interface HitLineProps {
  id: string;
  hit: Hit;
  before: Hit | undefined;
  isActive: boolean;
  isChosen: boolean;
  open: () => void;
}

function HitLine({ id, hit, before, isActive, isChosen, open }: HitLineProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) line.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return (
    <>
      {before?.group === hit.group ? null : (
        <div className={classes.group} role="presentation">
          {hit.group}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys */}
      <div
        ref={line}
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={isActive || isChosen}
        className={classes.hit}
        onClick={open}
      >
        <Text span fw={550} inherit>
          {hit.title}
        </Text>
        <Text span size="xs" c="dimmed">
          {hit.aside}
        </Text>
        <Text span size="xs" c="dimmed">
          {hit.details}
        </Text>
      </div>
    </>
  );
}

function useHits(t: ServiceWords, found: SearchResult | undefined, lately: readonly Recent[]): Hit[] {
  const people = usePeopleWords();
  if (found === undefined) {
    return lately.map((one) => ({
      key: one.to,
      group: t("recent"),
      title: one.title,
      aside: null,
      details: one.details,
      customer: one.to.startsWith("cus_") ? one.to : undefined,
      order: one.to.startsWith("ord_") ? one.to : undefined,
    }));
  }
  const ways = { phone: t("byPhone"), email: t("byEmail"), spelling: t("bySpelling") };
  const persons = (found.customers ?? []).map((hit): Hit & { isExact: boolean } => ({
    key: hit.id,
    group: t("people"),
    title: hit.name || people("nameless"),
    aside: hit.is_exact
      ? t("exact")
      : hit.matched in ways
        ? ways[hit.matched as keyof typeof ways]
        : hit.orders
          ? t("ordersCount", { count: hit.orders })
          : null,
    details: [hit.email, hit.phone].filter(Boolean).join(" · "),
    customer: hit.id,
    order: undefined,
    isExact: hit.is_exact,
  }));
  const orders = (found.orders ?? []).map((hit): Hit & { isExact: boolean } => ({
    key: hit.id,
    group: t("orders"),
    title: `#${hit.number} ${hit.name}`,
    aside: <Money minor={hit.total_minor} currency={hit.currency} />,
    details: [people.has(hit.tenant_status) ? people(hit.tenant_status) : hit.tenant_status, hit.email].join(
      " · ",
    ),
    customer: undefined,
    order: hit.id,
    isExact: hit.is_exact,
  }));
  const isOrderFirst = orders[0]?.isExact === true && persons[0]?.isExact !== true;
  return isOrderFirst ? [...orders, ...persons] : [...persons, ...orders];
}
