import { Anchor, Button, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { call, newKey } from "@/api/call";
import { listCountries, registerCompany } from "@/api/generated/sdk.gen";
import type { Country } from "@/api/generated/types.gen";
import { asProblem, type Problem } from "@/api/problem";
import { GoLink, useReturn } from "@/app/here";
import { entered } from "@/app/session";
import { type Language, useLanguage } from "@/app/words";
import classes from "./account.module.css";
import { Door } from "./Door";
import { NewPassword } from "./NewPassword";
import { useSaid } from "./send";
import { useAccountWords } from "./words";

const EMPTY = { company: "", name: "", email: "", password: "", country: "", store_name: "" };
type Field = keyof typeof EMPTY;

/** Which field a refusal is about. */
const FIELD_OF: Readonly<Record<string, Field>> = {
  CompanyNameInvalid: "company",
  NameInvalid: "name",
  EmailInvalid: "email",
  CountryUnknown: "country",
  PasswordTooShort: "password",
  PasswordTooLong: "password",
  PasswordTooCommon: "password",
  PasswordNamesYou: "password",
};

/** A company signs itself up. What its country suggests is shown before, and can be changed later. */
export default function SignUpPage() {
  const t = useAccountWords();
  const say = useSaid();
  const spoken = useLanguage();
  const back = useReturn();
  const [key, setKey] = useState(newKey);
  const [complaint, setComplaint] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const [hasStoreName, setStoreName] = useState(false);
  const countries = useQuery({
    queryKey: ["countries", spoken],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => call(listCountries, { query: { locale: spoken } }),
  });
  const form = useForm({ mode: "controlled", initialValues: EMPTY, clearInputErrorOnChange: true });
  const guess = useMemo(() => likelyCountry(countries.data ?? []), [countries.data]);
  const country = countries.data?.find((one) => one.code === (form.values.country || guess));

  async function submit(values: typeof EMPTY): Promise<void> {
    setSending(true);
    setComplaint(null);
    try {
      const body = { ...values, country: country?.code ?? "", locale: spoken };
      const { session } = await call(registerCompany, { body, key });
      if (session) {
        entered(session);
        back(`/${session.company.slug}`);
      }
    } catch (error) {
      setKey(newKey());
      refuse(asProblem(error));
    } finally {
      setSending(false);
    }
  }

  function refuse(problem: Problem): void {
    const field = FIELD_OF[problem.code];
    if (field) form.setFieldError(field, say(problem));
    for (const [name, said] of Object.entries(problem.fields)) form.setFieldError(name, said);
    const isBeside = field !== undefined || Object.keys(problem.fields).length > 0;
    setComplaint(isBeside ? t("lookAtFields") : say(problem));
  }

  return (
    <Door
      wide
      title={t("signUpTitle")}
      about={t("signUpAbout")}
      complaint={complaint}
      foot={t.rich("haveCompany", { logIn: <GoLink to="/account/log-in">{t("logIn")}</GoLink> })}
    >
      <form onSubmit={form.onSubmit((values) => void submit(values))}>
        <Stack gap="md">
          <TextInput
            label={t("company")}
            autoComplete="organization"
            maxLength={200}
            required
            autoFocus
            {...form.getInputProps("company")}
          />
          {hasStoreName ? (
            <TextInput
              label={t("storeName")}
              description={t("storeNameHelp")}
              maxLength={200}
              {...form.getInputProps("store_name")}
            />
          ) : (
            <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setStoreName(true)}>
              {t("storeNameOther")}
            </Anchor>
          )}
          <Select
            label={t("country")}
            data={(countries.data ?? []).map((one) => ({ value: one.code, label: one.name }))}
            autoComplete="off"
            searchable
            required
            nothingFoundMessage={t("countryNone")}
            {...form.getInputProps("country")}
            value={country?.code ?? null}
            onChange={(code) => form.setFieldValue("country", code ?? "")}
          />
          {country ? <Proposal country={country} spoken={spoken} /> : null}
          <TextInput
            label={t("yourName")}
            autoComplete="name"
            maxLength={200}
            required
            {...form.getInputProps("name")}
          />
          <TextInput
            type="email"
            label={t("email")}
            description={t("emailHelp")}
            autoComplete="username"
            autoCapitalize="none"
            inputMode="email"
            maxLength={254}
            required
            {...form.getInputProps("email")}
          />
          <NewPassword label={t("password")} {...form.getInputProps("password")} />
          <Button type="submit" loading={isSending} fullWidth size="md" mt={4}>
            {t("signUpAct")}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}

function Proposal({ country, spoken }: { country: Country; spoken: Language }) {
  const t = useAccountWords();
  const currency = new Intl.DisplayNames([spoken], { type: "currency" }).of(country.currency);
  const rate = country.tax
    ? new Intl.NumberFormat(spoken, { style: "percent", maximumFractionDigits: 2 }).format(
        country.tax.rate_ppm / 1_000_000,
      )
    : null;
  return (
    <div className={classes.proposal}>
      <Text size="xs" c="dimmed">
        {t("proposal")}
      </Text>
      <dl>
        <dt>{t("currency")}</dt>
        <dd>
          {currency} ({country.currency})
        </dd>
        <dt>{t("timezone")}</dt>
        <dd>{country.timezone.replaceAll("_", " ")}</dd>
        <dt>{t("tax")}</dt>
        <dd>{country.tax ? `${country.tax.name} ${rate}` : t("noTax")}</dd>
      </dl>
    </div>
  );
}

/** The country that the browser's languages or its clock hint at. */
function likelyCountry(countries: readonly Country[]): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const here = countries.filter((one) => one.timezone === zone);
  if (here.length === 1) return here[0]?.code ?? "";
  const regions = navigator.languages.map((tag) => new Intl.Locale(tag).region ?? "");
  return regions.find((code) => countries.some((one) => one.code === code)) ?? here[0]?.code ?? "";
}
