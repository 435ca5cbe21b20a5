import { Button, Group, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { PlainLink } from "@/app/here";
import { isThere, useMe } from "@/app/may";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section, Sections } from "@/kit/Section";
import { Decided } from "../parts/Decided";
import classes from "../parts/parts.module.css";
import { SectionPage } from "../parts/SectionPage";
import { useSettings } from "../parts/useSettings";
import { type Loaded, taxRules } from "../sections";
import { useSettingsWords } from "../words";

type Values = Awaited<ReturnType<typeof taxRules.get>>["value"];

export default function TaxRulesPage() {
  const me = useMe();
  const t = useSettingsWords();
  return (
    <SectionPage section={taxRules}>
      {(loaded, { store }) => (
        <Sections>
          <TaxRulesForm loaded={loaded} />
          {isThere(me, { feature: "tax_services" }) ? (
            <Section title={t("tax_rules.service")} about={t("tax_rules.serviceHelp")}>
              <Group>
                <Button
                  component={PlainLink}
                  variant="default"
                  to={`/settings/tax_rules/service${store ? `?store=${store.id}` : ""}`}
                >
                  {t("tax_rules.openService")}
                </Button>
              </Group>
            </Section>
          ) : null}
        </Sections>
      )}
    </SectionPage>
  );
}

function TaxRulesForm({ loaded }: { loaded: Loaded<Values> }) {
  const t = useSettingsWords();
  const settings = useSettings(taxRules, loaded);
  const { shown } = settings;
  const yesNo = (value: unknown) => (value ? t("yes") : t("no"));
  const roundings = { line: t("tax_rules.line"), document: t("tax_rules.document") };
  const prices = { net: t("tax_rules.net"), shown: t("tax_rules.shown") };
  const options = (of: Record<string, string>) =>
    Object.entries(of).map(([value, label]) => ({ value, label }));
  return (
    <RecordForm record={settings.record}>
      <Sections>
        <Section title={t("tax_rules.money")}>
          <div className={classes.fields}>
            <Decided
              settings={settings}
              name="rounding"
              said={(value) => roundings[value as keyof typeof roundings]}
            >
              <Select
                {...settings.field("rounding")}
                description={t("tax_rules.roundingHelp")}
                allowDeselect={false}
                data={options(roundings)}
              />
            </Decided>
            <Decided
              settings={settings}
              name="exempt_prices"
              said={(value) => prices[value as keyof typeof prices]}
            >
              <Select
                {...settings.field("exempt_prices")}
                description={t("tax_rules.exemptHelp")}
                allowDeselect={false}
                data={options(prices)}
              />
            </Decided>
          </div>
        </Section>
        <Section title={t("tax_rules.businesses")}>
          <div className={classes.fields}>
            <Decided settings={settings} name="asks_vat_number" said={yesNo}>
              <Switch
                {...settings.field("asks_vat_number", "checkbox")}
                description={t("tax_rules.asksHelp")}
              />
            </Decided>
            <Decided settings={settings} name="reverse_charge" said={yesNo}>
              <Switch
                {...settings.field("reverse_charge", "checkbox")}
                description={t("tax_rules.reverseHelp")}
              />
            </Decided>
            <Decided settings={settings} name="checks_vat_numbers" said={yesNo}>
              <Switch
                {...settings.field("checks_vat_numbers", "checkbox")}
                description={t("tax_rules.checksHelp")}
              />
            </Decided>
            {shown.reverse_charge ? (
              <Decided settings={settings} name="trusts_unchecked" said={yesNo}>
                <Switch
                  {...settings.field("trusts_unchecked", "checkbox")}
                  description={t("tax_rules.trustsHelp")}
                />
              </Decided>
            ) : null}
            <Decided settings={settings} name="vat_number">
              <TextInput
                {...settings.field("vat_number")}
                description={t("tax_rules.ownHelp")}
                maxLength={20}
              />
            </Decided>
            {shown.reverse_charge ? (
              <Decided settings={settings} name="reverse_charge_text">
                <Textarea
                  {...settings.field("reverse_charge_text")}
                  description={t("tax_rules.textHelp")}
                  autosize
                  maxLength={300}
                />
              </Decided>
            ) : null}
          </div>
        </Section>
      </Sections>
    </RecordForm>
  );
}
