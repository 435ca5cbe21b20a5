import { Alert, Anchor, Group, Loader, SegmentedControl, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { call } from "@/api/call";
import { adminPreviewAppearance } from "@/api/generated/sdk.gen";
import type { AppearanceSettings } from "@/api/generated/types.gen";
import { asProblem } from "@/api/problem";
import { useSettingsWords } from "../words";
import classes from "./appearance.module.css";

interface PreviewProps {
  store: string;
  /** The language that the shop is shown in. */
  locale: string;
  look: AppearanceSettings;
}

type Device = "desktop" | "phone";
const SIZES: Record<Device, { width: number; height: number }> = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 780 },
};
const PAUSE = 500;

/** The store as it would be, before anything is saved: a link that only its holder sees, for an hour. */
export function Preview({ store, locale, look }: PreviewProps) {
  const t = useSettingsWords();
  const [device, setDevice] = useState<Device>("desktop");
  const { ref, width } = useElementSize();
  const { url: path, refusal, isWorking } = useDraft(store, look);
  const url = path === null ? null : `${path}?lang=${locale}`;
  const size = SIZES[device];
  const scale = width === 0 ? 0.4 : Math.min(1, width / size.width);
  return (
    <div className={classes.preview}>
      <Group justify="space-between" mb={8}>
        <SegmentedControl
          aria-label={t("appearance.device")}
          value={device}
          onChange={(chosen) => setDevice(chosen === "phone" ? "phone" : "desktop")}
          data={[
            {
              value: "desktop",
              label: (
                <span className={classes.device}>
                  <IconDeviceDesktop size={16} aria-hidden /> {t("appearance.desktop")}
                </span>
              ),
            },
            {
              value: "phone",
              label: (
                <span className={classes.device}>
                  <IconDeviceMobile size={16} aria-hidden /> {t("appearance.phone")}
                </span>
              ),
            },
          ]}
        />
        <Group gap={8}>
          {isWorking ? <Loader size="xs" role="status" aria-label={t("appearance.working")} /> : null}
          {url ? (
            <Anchor href={url} target="_blank" rel="noopener" size="sm">
              {t("appearance.openPreview")}
            </Anchor>
          ) : null}
        </Group>
      </Group>
      {refusal ? (
        <Alert color="yellow" mb={8} role="status">
          {t("appearance.notShown", { reason: refusal })}
        </Alert>
      ) : null}
      <div ref={ref} className={classes.stage} style={{ height: size.height * scale }}>
        {url ? (
          <iframe
            key={device}
            title={t("appearance.previewTitle")}
            src={url}
            className={classes.frame}
            style={{
              width: size.width,
              height: size.height,
              transform: `scale(${scale})`,
              left: Math.max(0, (width - size.width * scale) / 2),
            }}
          />
        ) : null}
      </div>
      <Text size="xs" c="dimmed" mt={8}>
        {t("appearance.previewHelp")}
      </Text>
    </div>
  );
}

/** Keeps a draft on the server a moment after the last change. */
function useDraft(store: string, look: AppearanceSettings) {
  const [url, setUrl] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isWorking, setWorking] = useState(false);
  const asked = JSON.stringify(look);
  const last = useRef(0);
  useEffect(() => {
    const body = JSON.parse(asked) as AppearanceSettings;
    last.current += 1;
    const turn = last.current;
    const timer = setTimeout(async () => {
      setWorking(true);
      try {
        const made = await call(adminPreviewAppearance, { path: { store_id: store }, body });
        if (turn !== last.current) return;
        setUrl(made.url);
        setRefusal(null);
      } catch (error) {
        const problem = asProblem(error);
        if (turn === last.current) setRefusal(Object.values(problem.fields)[0] ?? problem.title);
      } finally {
        if (turn === last.current) setWorking(false);
      }
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [store, asked]);
  return { url, refusal, isWorking };
}
