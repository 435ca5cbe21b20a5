import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { adminListLocations, adminSetStoreLocations } from "@/api/generated/sdk.gen";
import type { StoreSummary } from "@/api/generated/types.gen";
import { keyOf, useRead, useWrite } from "@/api/query";
import { GoLink } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { selling } from "../sections";
import { useSettingsWords } from "../words";

/** From where a store sells: every open location, or those that it names. */
export function StockLocations({ store }: { store: StoreSummary }) {
  const t = useSettingsWords();
  const mayRead = useMay("settings:read", { store: store.id });
  const may = useMay("stores:write", { store: store.id });
  const places = useRead(adminListLocations, {});
  const settings = useQuery({
    queryKey: [...keyOf(selling.read), "settings", store.id],
    queryFn: ({ signal }) => selling.get(store.id, signal),
    enabled: mayRead,
  });
  const [typed, setTyped] = useState<readonly string[] | null>(null);
  const save = useWrite(adminSetStoreLocations, {
    changes: [adminListLocations],
    done: () => {
      setTyped(null);
      tell(t("saved"));
    },
    failed: tellProblem,
  });
  if (!mayRead) return null;
  const now = (places.data ?? [])
    .filter((place) => place.stores?.includes(store.id))
    .map((place) => place.id);
  const chosen = typed ?? now;
  return (
    <Section title={t("stock.title")}>
      {settings.data === undefined || places.data === undefined ? <Skeletons /> : null}
      {settings.data?.value.stock_mode === "shared" ? (
        <Text size="sm">
          {t("stock.shared")}{" "}
          <GoLink to={`/settings/selling?store=${store.id}`} underline="always">
            {t("stock.change")}
          </GoLink>
        </Text>
      ) : null}
      {settings.data?.value.stock_mode === "dedicated" && places.data ? (
        <Stack gap={8}>
          <Text size="sm" c="dimmed">
            {t("stock.dedicated")}
          </Text>
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
          {typed !== null ? (
            <Group gap={8}>
              <Button
                loading={save.isPending}
                onClick={() => save.mutate({ path: { store_id: store.id }, body: [...typed] })}
              >
                {t("save")}
              </Button>
              <Button variant="default" onClick={() => setTyped(null)}>
                {t("discard")}
              </Button>
            </Group>
          ) : null}
        </Stack>
      ) : null}
    </Section>
  );
}
