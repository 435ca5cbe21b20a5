import { Alert, Button, Select } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { keyOf } from "@/api/query";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import type { Loaded, SettingsSection } from "../sections";
import { type SettingsWords, useSettingsWords } from "../words";
import { HistoryDrawer } from "./HistoryDrawer";
import { type Place, usePlace, WHOLE } from "./usePlace";

interface SectionPageProps<V extends object> {
  section: SettingsSection<V>;
  /** `text` for plain forms. */
  width?: "wide" | "normal" | "text";
  children: (loaded: Loaded<V>, place: Place) => ReactNode;
}

/** The frame of a section: its title, for which store, who changed it last, its history. */
export function SectionPage<V extends object>({ section, width = "text", children }: SectionPageProps<V>) {
  const t = useSettingsWords();
  const place = usePlace(section.scope);
  const [isOpen, setOpen] = useState(false);
  const store = place.store?.id ?? null;
  const isNowhere = section.scope === "store" && store === null;
  const loaded = useQuery<Loaded<V>, Error>({
    queryKey: [...keyOf(section.read), "settings", store],
    queryFn: ({ signal }) => section.get(store, signal),
    enabled: !isNowhere,
  });
  const found = loaded.data;
  return (
    <Page
      title={titleOf(section.name, t)}
      crumbs={[{ to: "/settings", label: t("title") }]}
      about={found?.updated_at ? <LastChange loaded={found} /> : aboutOf(section.name, t)}
      width={width}
      acts={
        <>
          <StoreChoice place={place} section={section} />
          <Button
            variant="default"
            leftSection={<IconHistory size={16} />}
            disabled={found === undefined}
            onClick={() => setOpen(true)}
          >
            {t("history")}
          </Button>
        </>
      }
    >
      {isNowhere ? <EmptyState title={t("noStore")} text={t("noStoreHelp")} /> : null}
      {loaded.error ? <Failure error={loaded.error} again={loaded.refetch} /> : null}
      {found === undefined && !loaded.error && !isNowhere ? <Skeletons /> : null}
      {found && !found.may_write ? (
        <Alert color="gray" mb="md">
          {store === null && section.scope === "both" ? t("readOnlyCompany") : t("readOnly")}
        </Alert>
      ) : null}
      {found && (found.ignored?.length || found.clamped?.length) ? (
        <Alert color="yellow" mb="md">
          {found.ignored?.length ? t("ignored", { fields: found.ignored.join(", ") }) : null}{" "}
          {found.clamped?.length ? t("clamped", { fields: found.clamped.join(", ") }) : null}
        </Alert>
      ) : null}
      {found ? <div key={store ?? WHOLE}>{children(found, place)}</div> : null}
      {isOpen && found ? (
        <HistoryDrawer
          section={section}
          loaded={found}
          labels={fieldLabels(section.name, found.value, t)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Page>
  );
}

function LastChange<V>({ loaded }: { loaded: Loaded<V> }) {
  const t = useSettingsWords();
  if (!loaded.updated_at) return null;
  return t.rich("lastChange", {
    name: loaded.updated_by || t("somebody"),
    when: <When at={loaded.updated_at} />,
  });
}

function StoreChoice<V extends object>({ place, section }: { place: Place; section: SettingsSection<V> }) {
  const t = useSettingsWords();
  if (section.scope === "company") return null;
  if (place.stores.length < 2) return null;
  const whole = section.scope === "both" ? [{ value: WHOLE, label: t("wholeCompany") }] : [];
  return (
    <Select
      aria-label={t("forStore")}
      data={[...whole, ...place.stores.map((store) => ({ value: store.id, label: store.name }))]}
      value={place.store?.id ?? WHOLE}
      onChange={(chosen) => chosen && place.choose(chosen)}
      allowDeselect={false}
      w={200}
    />
  );
}

export function titleOf(section: string, t: SettingsWords): string {
  const key = `${section}.title`;
  return t.has(key) ? t(key) : section;
}

export function aboutOf(section: string, t: SettingsWords): string {
  const key = `${section}.about`;
  return t.has(key) ? t(key) : "";
}

function fieldLabels(section: string, value: object, t: SettingsWords): Record<string, string> {
  return Object.fromEntries(
    Object.keys(value).map((name) => {
      const key = `${section}.${name}`;
      return [name, t.has(key) ? t(key) : name];
    }),
  );
}
