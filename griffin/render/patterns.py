"""The textures that several passes look into: made once, as making them takes a tenth of a second."""

from griffin.render.core.owned import Owned
from griffin.render.core.texture import Texture
from griffin.render.detail import detail_picture, relief_picture, shadow_picture
from griffin.render.leaf_cards import card_mips, card_picture
from griffin.render.quality import Quality


class Patterns:
    """`grain` of grass, leaves, rock; `cloud_shadow`: how much of the sun the clouds cover; `leaves`."""

    def __init__(self, quality: Quality) -> None:
        # Where the processor draws, four pixels of the grain instead of one cost 3 % of a picture.
        is_low = quality is Quality.LOW
        with Owned() as owned:
            self.grain = owned.hold(
                Texture(
                    detail_picture(), wraps=True, is_smooth_small=not is_low, sharper=0.4 if is_low else 0.8
                )
            )
            self.cloud_shadow = owned.hold(Texture(shadow_picture(), wraps=True, is_mipmapped=False))
            self._leaves: Texture | None = None
            self._relief: Texture | None = None
            self._owned = owned.pop_all()

    @property
    def leaves(self) -> Texture:
        """What leaf cards show. Made when it is first asked for: low quality does without."""
        if self._leaves is None:
            picture = card_picture()
            self._leaves = self._owned.hold(Texture(picture, mips=card_mips(picture)))
        return self._leaves

    @property
    def relief(self) -> Texture:
        """Weathered rock: made when it is first wanted, as low quality does without."""
        if self._relief is None:
            self._relief = self._owned.hold(Texture(relief_picture(), wraps=True, sharper=0.4))
        return self._relief

    def release(self) -> None:
        """Give them back to the driver."""
        self._owned.close()
