package dev.sextant.replication.runtime.tcp;

/** How connections are protected: {@link TlsMaterial}, or {@link PlainText} for who asks for it. */
public sealed interface Security permits TlsMaterial, PlainText {}
