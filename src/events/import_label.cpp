#include "footfall/events/import_label.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace footfall::events {
namespace {

constexpr std::string_view name = "im=";
constexpr std::size_t digits = 8;

std::string text_of(std::uint32_t label) {
  constexpr std::string_view hexadecimal = "0123456789abcdef";
  std::string text(name);
  for (int shift = 28; shift >= 0; shift -= 4)
    text += hexadecimal[label >> static_cast<unsigned>(shift) & 15U];
  return text;
}

}  // namespace

result<std::uint32_t> read_import_label(std::string_view label) {
  const bool readable =
      std::ranges::all_of(label, [](char byte) { return static_cast<unsigned char>(byte) >= 0x20; });
  if (label.empty() || label.size() > import_label_bytes_max || !readable)
    return failure{error::bad_parameter, "label: expected 1..100 bytes without control characters"};
  // FNV-1a: the number is on disk, so no hash of a library that may change.
  std::uint32_t hash = 2'166'136'261U;
  for (const auto byte : label) hash = (hash ^ static_cast<unsigned char>(byte)) * 16'777'619U;
  return std::max(hash, 1U);
}

void mark_import(event& target, std::uint32_t label) {
  if (!target.details.empty()) target.details += '&';
  target.details += text_of(label);
}

std::uint32_t marked_import(std::string_view details) noexcept {
  // It comes last. What a client sends cannot look like it: its `=` is encoded, its names begin with `-`.
  if (details.size() < name.size() + digits) return 0;
  const auto last = details.substr(details.size() - name.size() - digits);
  if (!last.starts_with(name)) return 0;
  if (last.size() != details.size() && details[details.size() - last.size() - 1] != '&') return 0;
  std::uint32_t label = 0;
  const auto* const end = last.data() + last.size();
  const auto read = std::from_chars(last.data() + name.size(), end, label, 16);
  return read.ec == std::errc{} && read.ptr == end ? label : 0;
}

std::string import_mark(std::uint32_t label) { return '&' + text_of(label) + '&'; }

}  // namespace footfall::events
