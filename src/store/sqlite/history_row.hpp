// A row of the archive of histories, and how its damage is noticed.
#pragma once

#include "connection.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace footfall::store::sqlite {

/// In which order rows lie in the index: users of one share of the histories together, so that what is put
/// at once touches few pages; those that are alike (`swept_histories::user::alone`) are neighbours.
[[nodiscard]] std::int64_t place_of(customer_number customer, const user_key& user) noexcept;
inline constexpr std::int64_t places_of_alike = (std::int64_t{1} << 25) - 1;

/// The columns of a row behind its number, in the order in which all statements name them; the last one is
/// the checksum.
struct history_row {
  std::int64_t place = 0;
  customer_number customer;
  user_key user;
  std::uint64_t generation = 0;
  std::uint32_t last_s = 0;
  std::string_view content;

  [[nodiscard]] std::int64_t checksum() const noexcept;
};

/// The row that a statement is at. Errors: `store_failed` when it is not what was written; the run is then
/// over.
[[nodiscard]] result<history_row> read_history_row(statement& at, const std::filesystem::path& file);

}  // namespace footfall::store::sqlite
