/// Whether this build has a sanitizer in it: it multiplies the time that the compiler takes, so that it gets
/// a part of the cases.
#pragma once

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
#define HANDGRAD_TEST_SANITIZED 1
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HANDGRAD_TEST_SANITIZED 1
#endif
#if !defined(HANDGRAD_TEST_SANITIZED)
#define HANDGRAD_TEST_SANITIZED 0
#endif

inline constexpr bool sanitized = HANDGRAD_TEST_SANITIZED != 0;
