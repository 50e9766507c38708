#include "history_row.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace footfall::store::sqlite {

std::int64_t place_of(customer_number customer, const user_key& user) noexcept {
  const auto spread = user.words[0] ^ (customer.value * 0x9E3779B97F4A7C15ULL);
  return static_cast<std::int64_t>((user.words[1] % 64) << 57 | (user.words[1] >> 32) << 25 | spread >> 39);
}

std::int64_t history_row::checksum() const noexcept {
  const std::array<std::uint64_t, 6> fields{
      static_cast<std::uint64_t>(place), customer.value, user.words[0], user.words[1], generation, last_s};
  const auto of_fields = XXH3_64bits(fields.data(), sizeof(fields));
  return static_cast<std::int64_t>(XXH3_64bits_withSeed(content.data(), content.size(), of_fields));
}

result<history_row> read_history_row(statement& at, const std::filesystem::path& file) {
  history_row row;
  row.place = at.integer(1);
  row.customer.value = static_cast<std::uint32_t>(at.integer(2));
  const auto user = at.text(3);
  std::memcpy(row.user.words.data(), user.data(), std::min(user.size(), sizeof(row.user.words)));
  row.generation = static_cast<std::uint64_t>(at.integer(4));
  row.last_s = static_cast<std::uint32_t>(at.integer(5));
  row.content = at.text(6);
  if (row.checksum() == at.integer(7)) return row;
  at.reset();
  return failure{error::store_failed,
                 fmt::format("{} is damaged: a row is not what was written", file.string())};
}

}  // namespace footfall::store::sqlite
