import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Menu,
  NumberInput,
  Select,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconEyeOff, IconPlus, IconX } from "@tabler/icons-react";
import { adminListAttributeSets, adminListAttributes } from "@/api/generated/sdk.gen";
import type { StaffAttribute } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import type { RecordState } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import { useProductWords } from "../words";
import classes from "./editor.module.css";
import { SIGNS } from "./units";
import type { ProductValues } from "./values";

interface AttributesSectionProps {
  record: RecordState<ProductValues>;
  isReadOnly: boolean;
}

/** What describes it: the form of its attribute set, or single attributes without one. */
export function AttributesSection({ record, isReadOnly }: AttributesSectionProps) {
  const t = useProductWords();
  const { values, set } = record;
  const sets = useRead(adminListAttributeSets, {});
  const all = useRead(adminListAttributes, {});
  const chosen = sets.data?.find((one) => one.code === values.attribute_set);
  const known = all.data ?? [];
  const shown = chosen
    ? chosen.members.flatMap((member) => {
        const attribute = known.find((one) => one.code === member.attribute);
        return attribute ? [{ attribute, isRequired: member.is_required }] : [];
      })
    : known
        .filter((one) => one.code in values.attributes)
        .map((attribute) => ({ attribute, isRequired: false }));
  const others = chosen ? [] : known.filter((one) => !(one.code in values.attributes));
  const put = (code: string, value: unknown) => {
    const { [code]: _, ...rest } = values.attributes;
    set("attributes", value === undefined ? rest : { ...rest, [code]: value });
  };
  const errors = record.problem?.fields ?? {};
  return (
    <Section
      title={t("attributes")}
      acts={
        <GoLink to="/products/attributes" size="sm">
          {t("manage")}
        </GoLink>
      }
    >
      <div className={classes.stack}>
        <Select
          label={t("attributeSet")}
          description={t("attributeSetHelp")}
          placeholder={t("noSet")}
          value={values.attribute_set || null}
          clearable
          searchable
          disabled={isReadOnly}
          error={record.field("attribute_set").error}
          data={(sets.data ?? []).map((one) => ({ value: one.code, label: one.name }))}
          onChange={(code) => {
            set("attribute_set", code ?? "");
            const members = sets.data?.find((one) => one.code === code)?.members;
            if (members === undefined) return;
            const codes = new Set(members.map((member) => member.attribute));
            set(
              "attributes",
              Object.fromEntries(Object.entries(values.attributes).filter(([name]) => codes.has(name))),
            );
          }}
        />
        {shown.map(({ attribute, isRequired }) => (
          <Group key={attribute.code} gap="xs" align="end" wrap="nowrap">
            <AttributeField
              attribute={attribute}
              value={values.attributes[attribute.code]}
              isRequired={isRequired}
              isReadOnly={isReadOnly}
              error={errors[`attributes.${attribute.code}`]}
              change={(value) => put(attribute.code, value)}
            />
            {chosen || isReadOnly ? null : (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={32}
                aria-label={t("removeAttribute", { name: attribute.name })}
                onClick={() => put(attribute.code, undefined)}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </Group>
        ))}
        {others.length > 0 && !isReadOnly ? (
          <Menu>
            <Menu.Target>
              <Button
                variant="default"
                size="xs"
                leftSection={<IconPlus size={14} />}
                style={{ alignSelf: "start" }}
              >
                {t("addAttribute")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown mah={300} style={{ overflowY: "auto" }}>
              {others.map((attribute) => (
                <Menu.Item key={attribute.code} onClick={() => put(attribute.code, startOf(attribute))}>
                  {attribute.name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
    </Section>
  );
}

function startOf(attribute: StaffAttribute): unknown {
  return attribute.kind === "boolean" ? true : attribute.kind === "choice" ? attribute.choices[0] : "";
}

interface AttributeFieldProps {
  attribute: StaffAttribute;
  value: unknown;
  isRequired: boolean;
  isReadOnly: boolean;
  error: string | undefined;
  change: (value: unknown) => void;
}

function AttributeField({ attribute, value, isRequired, isReadOnly, error, change }: AttributeFieldProps) {
  const t = useProductWords();
  const shared = {
    label: attribute.is_public ? (
      attribute.name
    ) : (
      <>
        {attribute.name}{" "}
        <IconEyeOff size={13} aria-label={t("notPublic")} style={{ verticalAlign: "-2px" }} />
      </>
    ),
    withAsterisk: isRequired,
    flex: 1,
    error,
  };
  if (attribute.kind === "choice") {
    return (
      <Select
        {...shared}
        value={typeof value === "string" && value !== "" ? value : null}
        data={attribute.choices}
        searchable
        clearable
        disabled={isReadOnly}
        onChange={(chosen) => change(chosen ?? undefined)}
      />
    );
  }
  if (attribute.kind === "boolean") {
    return (
      <Checkbox
        label={shared.label}
        error={error}
        checked={value === true}
        disabled={isReadOnly}
        onChange={(event) => change(event.currentTarget.checked)}
      />
    );
  }
  if (attribute.kind === "number") {
    return (
      <NumberInput
        {...shared}
        value={typeof value === "string" || typeof value === "number" ? value : ""}
        readOnly={isReadOnly}
        onChange={(number) => change(number === "" ? undefined : String(number))}
      />
    );
  }
  if (attribute.kind === "measure") {
    return (
      <TextInput
        {...shared}
        placeholder={t("measureExample")}
        value={measureText(value)}
        readOnly={isReadOnly}
        rightSection={
          attribute.unit ? <Text size="xs">{SIGNS[attribute.unit] ?? attribute.unit}</Text> : null
        }
        onChange={(event) => change(event.currentTarget.value || undefined)}
      />
    );
  }
  return (
    <Textarea
      {...shared}
      autosize
      minRows={1}
      value={typeof value === "string" ? value : ""}
      readOnly={isReadOnly}
      onChange={(event) => change(event.currentTarget.value || undefined)}
    />
  );
}

/** Pure: a measure as the API keeps it, `{"value": "1.5", "unit": "KGM"}`, as people type it. */
export function measureText(value: unknown): string {
  if (typeof value === "string") return value;
  const { value: number, unit } = (value ?? {}) as { value?: unknown; unit?: unknown };
  const sign = SIGNS[String(unit ?? "")] ?? String(unit ?? "");
  return number === undefined ? "" : `${String(number)} ${sign}`.trim();
}
