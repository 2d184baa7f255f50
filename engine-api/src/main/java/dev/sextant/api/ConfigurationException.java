package dev.sextant.api;

/** A setting is not acceptable, or contradicts another one or the volume. */
public final class ConfigurationException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final String setting;

    /** Names the setting and what is wrong with it, as a clause: {@code "must be 1 to 4, not 7"}. */
    public ConfigurationException(String setting, String problem) {
        super(
                Remedy.FIX_SETUP,
                "The setting " + setting + " " + problem + ".",
                "Nothing was opened or changed.",
                "Correct the setting and try again.");
        this.setting = setting;
    }

    /** Which one, as in {@code timeouts.vote}. */
    public String setting() {
        return setting;
    }
}
