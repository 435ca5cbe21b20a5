import { Alert, Button, Drawer, Group, Radio, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { call } from "@/api/call";
import { adminCreateKey, adminListKeys } from "@/api/generated/sdk.gen";
import { refresh } from "@/api/query";
import { useMay } from "@/app/may";
import { useAct } from "./acting";
import { PermissionPicker } from "./PermissionPicker";
import { usePlaces } from "./places";
import { SecretDialog } from "./SecretDialog";
import { useStaffWords } from "./words";

const DAY = 24 * 3600 * 1000;
const LASTING = ["never", "30", "90", "365"] as const;

/** A new key: what for, what it may, how long; then its secret, once. */
export function KeyDrawer({ close }: { close: () => void }) {
  const t = useStaffWords();
  const places = usePlaces();
  const sees = useMay("stores:read");
  const [kind, setKind] = useState("secret");
  const [name, setName] = useState("");
  const [store, setStore] = useState<string | null>(null);
  const [scopes, setScopes] = useState<string[]>([]);
  const [lasting, setLasting] = useState<string>("365");
  const [isStrict, setStrict] = useState(false);
  const [made, setMade] = useState("");
  const { isRunning, problem, run } = useAct();
  const isSecret = kind === "secret";
  const lacks = {
    name: !name.trim(),
    store: !isSecret && store === null,
    scopes: isSecret && scopes.length === 0,
  };

  async function make(): Promise<void> {
    setStrict(true);
    if (lacks.name || lacks.store || lacks.scopes) return;
    const expires = lasting === "never" ? null : new Date(Date.now() + Number(lasting) * DAY).toISOString();
    const body = {
      kind,
      name: name.trim(),
      store_id: store,
      scopes: isSecret ? scopes : null,
      expires_at: expires,
    };
    await run(async () => setMade((await call(adminCreateKey, { body })).key));
    refresh(adminListKeys);
  }

  if (made) return <SecretDialog secret={made} close={close} />;
  return (
    <Drawer
      opened
      onClose={close}
      closeButtonProps={{ "aria-label": t("close") }}
      position="right"
      size="xl"
      title={t("newKey")}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Stack>
          {problem ? <Alert color="red" role="alert" title={problem.title} /> : null}
          <TextInput
            label={t("keyName")}
            description={t("keyNameHelp")}
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.currentTarget.value)}
            error={isStrict && lacks.name ? t("keyNameNeeded") : null}
            data-autofocus
          />
          <Radio.Group label={t("kind")} value={kind} onChange={setKind}>
            <Stack gap="xs" mt={4}>
              <Radio value="secret" label={t("secret")} description={t("secretHelp")} />
              <Radio value="publishable" label={t("publishable")} description={t("publishableHelp")} />
            </Stack>
          </Radio.Group>
          <Select
            label={isSecret ? t("limitStore") : t("store")}
            placeholder={isSecret ? t("wholeCompany") : undefined}
            data={places.stores}
            value={store}
            onChange={setStore}
            clearable={isSecret}
            error={isStrict && lacks.store ? t("keyStoreNeeded") : null}
          />
          <Select
            label={t("expires")}
            data={LASTING.map((days) => ({
              value: days,
              label: t(days === "never" ? "expiresNever" : `expires${days}`),
            }))}
            value={lasting}
            onChange={(value) => setLasting(value ?? "365")}
            allowDeselect={false}
          />
          {isSecret && sees ? (
            <div>
              <Text fw={600} mb="xs">
                {t("scopes")}
              </Text>
              <PermissionPicker
                chosen={scopes}
                change={setScopes}
                error={isStrict && lacks.scopes ? t("permissionsNeeded") : null}
              />
            </div>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("stop")}
            </Button>
            <Button type="submit" loading={isRunning}>
              {t("makeKey")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
