import { NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { GoLink } from "@/app/here";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section, Sections } from "@/kit/Section";
import { bounds } from "./parts/limits";
import classes from "./parts/parts.module.css";
import { SectionPage } from "./parts/SectionPage";
import { useSettings } from "./parts/useSettings";
import { type Loaded, selling } from "./sections";
import { useSettingsWords } from "./words";

type Values = Awaited<ReturnType<typeof selling.get>>["value"];

export default function SellingPage() {
  return <SectionPage section={selling}>{(loaded) => <SellingForm loaded={loaded} />}</SectionPage>;
}

function SellingForm({ loaded }: { loaded: Loaded<Values> }) {
  const t = useSettingsWords();
  const settings = useSettings(selling, loaded);
  return (
    <RecordForm record={settings.record}>
      <Sections>
        <Section title={t("selling.prices")}>
          <div className={classes.fields}>
            <Switch
              {...settings.field("prices_include_tax", "checkbox")}
              description={t("selling.includeHelp")}
            />
          </div>
        </Section>
        <Section title={t("selling.stock")}>
          <div className={classes.fields}>
            <Select
              {...settings.field("stock_mode")}
              allowDeselect={false}
              data={[
                { value: "shared", label: t("selling.shared") },
                { value: "dedicated", label: t("selling.dedicated") },
              ]}
            />
            {settings.shown.stock_mode === "dedicated" ? (
              <GoLink to={`/settings/stores/${loaded.store}`}>{t("selling.chooseLocations")}</GoLink>
            ) : null}
          </div>
        </Section>
        <Section title={t("selling.reduced")} about={t("selling.reducedHelp")}>
          <div className={classes.fields}>
            <Select
              {...settings.field("lowest_price")}
              allowDeselect={false}
              data={[
                { value: "auto", label: t("selling.lowestAuto") },
                { value: "always", label: t("selling.lowestAlways") },
                { value: "never", label: t("selling.lowestNever") },
              ]}
            />
          </div>
        </Section>
        <Section title={t("selling.carts")}>
          <div className={classes.fields}>
            <div className={classes.pair}>
              <NumberInput
                {...settings.field("reservation_minutes")}
                {...bounds(loaded, "reservation_minutes", t)}
              />
              <NumberInput {...settings.field("cart_days")} {...bounds(loaded, "cart_days", t)} />
            </div>
          </div>
        </Section>
        <Section title={t("selling.numbers")}>
          <div className={classes.fields}>
            <TextInput
              {...settings.field("order_prefix")}
              description={t("selling.prefixHelp", { example: `${settings.shown.order_prefix}1042` })}
              maxLength={8}
              w={180}
              onChange={(event) => settings.set("order_prefix", event.currentTarget.value.toUpperCase())}
            />
          </div>
        </Section>
      </Sections>
    </RecordForm>
  );
}
