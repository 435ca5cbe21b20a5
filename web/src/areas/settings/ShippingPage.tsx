import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { adminListLocations } from "@/api/generated/sdk.gen";
import type { ShippingZone } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import type { StoreOfMine } from "@/app/session";
import { EmptyState } from "@/kit/EmptyState";
import { RecordForm } from "@/kit/form/RecordForm";
import { Sections } from "@/kit/Section";
import { moved, replaced, without } from "./parts/lists";
import { SectionPage } from "./parts/SectionPage";
import { useSettings } from "./parts/useSettings";
import { type Loaded, shipping } from "./sections";
import { Carriers } from "./shipping/carriers/Carriers";
import { ZoneCard } from "./shipping/ZoneCard";
import { useSettingsWords } from "./words";

type Values = Awaited<ReturnType<typeof shipping.get>>["value"];

export default function ShippingPage() {
  return (
    <SectionPage section={shipping} width="normal">
      {(loaded, { store }) =>
        store ? (
          <Sections>
            <ShippingForm loaded={loaded} store={store} />
            <Carriers store={store} />
          </Sections>
        ) : null
      }
    </SectionPage>
  );
}

function ShippingForm({ loaded, store }: { loaded: Loaded<Values>; store: StoreOfMine }) {
  const t = useSettingsWords();
  const settings = useSettings(shipping, loaded);
  const places = useRead(adminListLocations, {});
  const { zones } = settings.shown;
  const change = (next: ShippingZone[]) => settings.set("zones", next);
  const add = () =>
    change([
      ...zones,
      { name: t("shipping.newZone", { number: zones.length + 1 }), countries: [store.country], rates: [] },
    ]);
  const adding = loaded.may_write ? (
    <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add}>
      {t("shipping.addZone")}
    </Button>
  ) : null;
  return (
    <RecordForm record={settings.record}>
      <Sections>
        {zones.length === 0 ? (
          <EmptyState title={t("shipping.none")} text={t("shipping.noneHelp")} action={adding} />
        ) : (
          zones.map((zone, at) => (
            <ZoneCard
              // biome-ignore lint/suspicious/noArrayIndexKey: a zone is known by its name, which is being typed
              key={at}
              zone={zone}
              store={store}
              places={places.data ?? []}
              disabled={!loaded.may_write}
              complaint={(path) => settings.complaint(`zones[${at}].${path}`)}
              onChange={(next) => change(replaced(zones, at, next))}
              onRemove={() => change(without(zones, at))}
              onMove={at > 0 ? () => change(moved(zones, at, at - 1)) : null}
            />
          ))
        )}
        {zones.length > 0 ? <div>{adding}</div> : null}
      </Sections>
    </RecordForm>
  );
}
