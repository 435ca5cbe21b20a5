import { Button, Stack } from "@mantine/core";
import { useState } from "react";
import { FileDrop, PICTURES } from "@/kit/files/FileDrop";
import { uploadPicture } from "@/kit/files/upload";
import { type Picture, Thumbnail } from "@/kit/Thumbnail";
import { useCategoryWords } from "./words";

const LARGEST = 20 * 1024 * 1024;

/** The picture of a category: shown, replaced, taken away. */
export function CategoryPicture({
  id,
  image,
  change,
}: {
  id: string;
  image?: Picture | null;
  change: (id: string) => void;
}) {
  const t = useCategoryWords();
  const [fresh, setFresh] = useState<Picture | null>(null);
  const shown = id === "" ? null : (fresh ?? image ?? null);
  return (
    <Stack>
      {shown ? <Thumbnail image={shown} size={160} alt={t("picture")} /> : null}
      <FileDrop
        accept={PICTURES}
        largest={LARGEST}
        multiple={false}
        send={uploadPicture}
        done={(picture) => {
          setFresh(picture);
          change(picture.id);
        }}
      />
      {id ? (
        <Button variant="default" size="xs" onClick={() => change("")}>
          {t("removePicture")}
        </Button>
      ) : null}
    </Stack>
  );
}
