package dev.gatun.backend.plantedtwo;

/** Planted: the one that is known. */
public final class KnownBackend {}
