import { Alert, Button, Checkbox, Group, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { adminGetStoreStanding, adminKeepStoreStock, adminListLocations } from "@/api/generated/sdk.gen";
import type { StoreSummary } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { selling } from "../sections";
import { useSettingsWords } from "../words";
import { useStoreWords } from "./storeWords";

type Mode = "shared" | "dedicated";

/** From where a store sells: every open location, or those that it names; with what either means before it is applied. */
export function StockLocations({ store }: { store: StoreSummary }) {
  const t = useStoreWords();
  const s = useSettingsWords();
  const mayRead = useMay("settings:read", { store: store.id });
  const may = useMay("stores:write", { store: store.id });
  const places = useRead(adminListLocations, {});
  const standing = useRead(adminGetStoreStanding, { path: { store_id: store.id } }, { enabled: mayRead });
  const [mode, setMode] = useState<Mode | null>(null);
  const [typed, setTyped] = useState<readonly string[] | null>(null);
  const save = useWrite(adminKeepStoreStock, {
    changes: [adminListLocations, adminGetStoreStanding, selling.read],
    done: () => {
      setMode(null);
      setTyped(null);
      tell(t("applied"));
    },
    failed: tellProblem,
  });
  if (!mayRead) return null;
  if (!standing.data || !places.data) {
    return (
      <Section title={t("stock")}>
        <Skeletons />
      </Section>
    );
  }
  const { stock } = standing.data;
  const now = places.data.filter((place) => place.stores?.includes(store.id)).map((place) => place.id);
  const chosen = typed ?? now;
  const wanted = mode ?? (stock.mode as Mode);
  const isDirty = wanted !== stock.mode || typed !== null;
  const { version } = standing.data;
  const apply = () =>
    save.mutate({
      path: { store_id: store.id },
      body: { mode: wanted, location_ids: wanted === "dedicated" ? [...chosen] : [] },
      version,
    });
  return (
    <Section title={t("stock")}>
      <Stack gap="md">
        <Radio.Group
          aria-label={t("stock")}
          value={wanted}
          onChange={(value) => setMode(value === "dedicated" ? "dedicated" : "shared")}
        >
          <Stack gap="sm">
            <Radio
              value="shared"
              label={t("shared")}
              disabled={!may}
              description={t("sharedHelp", {
                count: String(stock.in_stock_shared),
                locations: String(stock.locations),
                others: String(stock.other_stores),
              })}
            />
            <Radio
              value="dedicated"
              label={t("dedicated")}
              disabled={!may}
              description={t("dedicatedHelp", { count: String(stock.in_stock_dedicated) })}
            />
          </Stack>
        </Radio.Group>
        {wanted === "dedicated" ? (
          <Stack gap={8} role="group" aria-label={t("locations")}>
            {places.data
              .filter((place) => place.is_active || chosen.includes(place.id))
              .map((place) => (
                <Checkbox
                  key={place.id}
                  label={`${place.name} (${place.code})`}
                  checked={chosen.includes(place.id)}
                  disabled={!may}
                  onChange={(event) =>
                    setTyped(
                      event.currentTarget.checked
                        ? [...chosen, place.id]
                        : chosen.filter((one) => one !== place.id),
                    )
                  }
                />
              ))}
          </Stack>
        ) : null}
        {isDirty ? (
          <>
            <Alert color="yellow">{t("keepsReserved")}</Alert>
            <Group gap={8}>
              <Button
                loading={save.isPending}
                disabled={wanted === "dedicated" && chosen.length === 0}
                onClick={apply}
              >
                {t("apply")}
              </Button>
              <Button
                variant="default"
                onClick={() => {
                  setMode(null);
                  setTyped(null);
                }}
              >
                {s("discard")}
              </Button>
            </Group>
          </>
        ) : null}
      </Stack>
    </Section>
  );
}
