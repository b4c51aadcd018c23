/** JSON, read strictly and written from records. It knows nothing of Gatun. */
module dev.gatun.json {
    requires static transitive org.jspecify;

    exports dev.gatun.json;
}
