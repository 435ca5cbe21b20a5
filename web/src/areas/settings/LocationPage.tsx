import { Select, SimpleGrid, Switch, Textarea, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { call } from "@/api/call";
import { adminAddLocation, adminListLocations, adminUpdateLocation } from "@/api/generated/sdk.gen";
import type { LocationDetails } from "@/api/generated/types.gen";
import { refresh, useRead } from "@/api/query";
import { useGo, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { codeOf } from "./parts/lists";
import { countries } from "./parts/places";
import { useSettingsWords } from "./words";

const NEW = "new";
const ADDRESS = ["line1", "line2", "postal_code", "city", "region", "country", "phone"] as const;

export default function LocationPage() {
  const t = useSettingsWords();
  const id = useParam("location");
  const places = useRead(adminListLocations, {});
  const place = places.data?.find((one) => one.id === id);
  const isNew = id === NEW;
  return (
    <Page
      title={isNew ? t("locations.new") : (place?.name ?? t("locations.title"))}
      width="text"
      crumbs={[
        { to: "/settings", label: t("title") },
        { to: "/settings/locations", label: t("locations.title") },
      ]}
    >
      {places.error ? <Failure error={places.error} again={places.refetch} /> : null}
      {places.isPending ? <Skeletons /> : null}
      {places.data && !place && !isNew ? (
        <EmptyState title={t("locations.gone")} text={t("stores.goneHelp")} />
      ) : null}
      {isNew && places.data ? (
        <LocationForm key={NEW} place={null} taken={places.data.map((one) => one.code)} />
      ) : null}
      {place ? <LocationForm key={place.id} place={place} taken={[]} /> : null}
    </Page>
  );
}

function valuesOf(place: LocationDetails | null) {
  const said = place?.address ?? {};
  return {
    name: place?.name ?? "",
    code: place?.code ?? "",
    line1: said.line1 ?? "",
    line2: said.line2 ?? "",
    postal_code: said.postal_code ?? "",
    city: said.city ?? "",
    region: said.region ?? "",
    country: said.country ?? "",
    phone: said.phone ?? "",
    coordinates:
      place?.latitude_e6 == null || place.longitude_e6 == null
        ? ""
        : `${place.latitude_e6 / 1e6}, ${place.longitude_e6 / 1e6}`,
    is_pickup: place?.is_pickup ?? false,
    is_active: place?.is_active ?? true,
    opening: place?.opening ?? "",
  };
}

/** Pure: `14.67, -17.43` in millionths of a degree; null when it is something else. */
export function readCoordinates(text: string): { latitude_e6: number; longitude_e6: number } | null {
  const [latitude, longitude, ...rest] = text
    .split(/[,;\s]+/)
    .filter(Boolean)
    .map(Number);
  if (rest.length > 0 || latitude === undefined || longitude === undefined) return null;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null;
  return { latitude_e6: Math.round(latitude * 1e6), longitude_e6: Math.round(longitude * 1e6) };
}

function LocationForm({ place, taken }: { place: LocationDetails | null; taken: readonly string[] }) {
  const t = useSettingsWords();
  const spoken = useLanguage();
  const go = useGo();
  const may = useMay("stores:write", place ? { location: place.id } : {});
  const values = useMemo(() => valuesOf(place), [place]);
  const all = useMemo(() => countries(spoken), [spoken]);
  const record = useRecord({
    values,
    labels: {
      name: t("locations.name"),
      code: t("locations.code"),
      line1: t("address.line1"),
      line2: t("address.line2"),
      postal_code: t("address.postal_code"),
      city: t("address.city"),
      region: t("address.region"),
      country: t("address.country"),
      phone: t("address.phone"),
      coordinates: t("locations.coordinates"),
      is_pickup: t("locations.isPickup"),
      is_active: t("locations.isActive"),
      opening: t("locations.opening"),
    },
    names: {
      latitude_e6: "coordinates",
      ...Object.fromEntries(ADDRESS.map((part) => [`address.${part}`, part])),
    },
    check: {
      name: (value) => (value.trim() ? null : t("needed")),
      coordinates: (value) =>
        value.trim() === "" || readCoordinates(value) ? null : t("locations.coordinatesWrong"),
    },
    save: async (typed) => {
      const where = readCoordinates(typed.coordinates) ?? { latitude_e6: null, longitude_e6: null };
      const said = ADDRESS.map((part) => [part, typed[part].trim()] as const).filter(
        ([, text]) => text !== "",
      );
      const body = {
        name: typed.name,
        address: Object.fromEntries(said),
        ...where,
        is_pickup: typed.is_pickup,
        opening: typed.opening,
      };
      if (place) {
        await call(adminUpdateLocation, {
          path: { location: place.id },
          body: { ...body, is_active: typed.is_active },
        });
        return place.id;
      }
      const made = await call(adminAddLocation, {
        body: { ...body, code: typed.code || codeOf(typed.name, taken) },
      });
      return made.id ?? "";
    },
    saved: (id) => {
      refresh(adminListLocations);
      tell(t("saved"));
      if (place === null) go(`/settings/locations/${id}`, { replace: true, force: true });
    },
  });
  const field = <K extends keyof typeof values & string>(name: K, kind?: "checkbox") => ({
    ...record.field(name, kind),
    disabled: !may,
  });
  return (
    <RecordForm record={record} isNew={place === null}>
      <Sections>
        <Section title={t("locations.place")}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput {...field("name")} required />
            <TextInput
              {...field("code")}
              disabled={place !== null || !may}
              placeholder={codeOf(record.values.name, taken)}
              description={place ? t("locations.codeStays") : t("locations.codeHelp")}
            />
          </SimpleGrid>
          <SimpleGrid cols={1} mt="md">
            <Switch {...field("is_pickup", "checkbox")} description={t("locations.pickupHelp")} />
            {place ? (
              <Switch {...field("is_active", "checkbox")} description={t("locations.activeHelp")} />
            ) : null}
          </SimpleGrid>
        </Section>
        <Section title={t("locations.address")}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput {...field("line1")} style={{ gridColumn: "1 / -1" }} />
            <TextInput {...field("line2")} style={{ gridColumn: "1 / -1" }} />
            <TextInput {...field("postal_code")} />
            <TextInput {...field("city")} />
            <TextInput {...field("region")} />
            <Select
              {...field("country")}
              searchable
              clearable
              data={all}
              value={record.values.country || null}
            />
            <TextInput {...field("phone")} type="tel" inputMode="tel" />
            <TextInput
              {...field("coordinates")}
              placeholder="14.6700, -17.4380"
              description={t("locations.coordinatesHelp")}
            />
          </SimpleGrid>
        </Section>
        <Section title={t("locations.opening")}>
          <Textarea
            {...field("opening")}
            label={undefined}
            aria-label={t("locations.opening")}
            autosize
            minRows={2}
          />
        </Section>
      </Sections>
    </RecordForm>
  );
}
