import { Button, FileButton, Group, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { call } from "@/api/call";
import { adminUpload } from "@/api/generated/sdk.gen";
import { asProblem } from "@/api/problem";
import { type Picture, pictureAt } from "@/kit/Thumbnail";
import { useSettingsWords } from "../words";
import classes from "./appearance.module.css";

interface PictureFieldProps {
  label: string;
  help: string;
  /** The media id that is chosen. */
  value: string | null;
  /** The picture behind it, as far as it is known. */
  known: Picture | null;
  error: string | undefined;
  disabled: boolean;
  onChange: (id: string | null) => void;
}

const KINDS = "image/png,image/jpeg,image/webp,image/avif,image/gif";

/** A picture of the store's: shown, replaced, taken away. */
export function PictureField({ label, help, value, known, error, disabled, onChange }: PictureFieldProps) {
  const t = useSettingsWords();
  const [uploaded, setUploaded] = useState<(Picture & { id: string }) | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [complaint, setComplaint] = useState<string | null>(null);
  const shown = value === null ? null : uploaded?.id === value ? uploaded : known;

  async function upload(file: File | null): Promise<void> {
    if (file === null) return;
    setBusy(true);
    setComplaint(null);
    try {
      const image = await call(adminUpload, { body: { file } });
      setUploaded(image);
      onChange(image.id);
    } catch (wrong) {
      setComplaint(asProblem(wrong).title);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div>
      <Text fw={500} size="sm">
        {label}
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        {help}
      </Text>
      <div className={classes.picture}>
        <div className={classes.shown}>
          {shown ? (
            <img src={pictureAt(shown, 200)} alt={label} />
          ) : (
            <Text size="xs" c="dimmed">
              {value ? "…" : t("none")}
            </Text>
          )}
        </div>
        <Group gap={8}>
          <FileButton onChange={(file) => void upload(file)} accept={KINDS} disabled={disabled}>
            {(props) => (
              <Button
                {...props}
                variant="default"
                size="xs"
                loading={isBusy}
                leftSection={<IconUpload size={14} />}
                aria-label={t("appearance.uploadNamed", { name: label })}
              >
                {value ? t("appearance.replace") : t("appearance.upload")}
              </Button>
            )}
          </FileButton>
          {value && !disabled ? (
            <Button
              variant="subtle"
              color="gray"
              size="xs"
              aria-label={t("removeNamed", { name: label })}
              onClick={() => onChange(null)}
            >
              {t("remove")}
            </Button>
          ) : null}
        </Group>
      </div>
      {(complaint ?? error) ? (
        <Text c="red" size="xs" role="alert" mt={4}>
          {complaint ?? error}
        </Text>
      ) : null}
    </div>
  );
}
