// What the bounds and presets of keys are written in: milliseconds and bytes.
#pragma once

namespace footfall::settings {

inline constexpr double second = 1000;
inline constexpr double minute = 60 * second;
inline constexpr double hour = 60 * minute;
inline constexpr double day = 24 * hour;
inline constexpr double kibibyte = 1024;
inline constexpr double mebibyte = 1024 * kibibyte;
inline constexpr double gibibyte = 1024 * mebibyte;

}  // namespace footfall::settings
