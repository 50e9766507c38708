// What can be told of a user who was forgotten, without telling who it was: an entity of the store.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/store/entity.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::customer {

/// How far the forgetting of a user has come. A value.
struct erasure_receipt {
  std::int64_t since_ms = 0;      ///< nobody has known the user from then on
  std::uint64_t events = 0;       ///< removed from the log so far; a kill may lose the count of one step
  std::int64_t completed_ms = 0;  ///< when nothing was left; 0: not yet

  friend bool operator==(const erasure_receipt&, const erasure_receipt&) = default;
};

/// The key of the entity, `which` being the `identity::key_of_forgotten` of the user. Thread-safe.
[[nodiscard]] std::string receipt_key(const user_key& which);

/// The write that puts it into the store. Thread-safe.
[[nodiscard]] store::entity_write put_receipt(customer_number of, const user_key& which,
                                              const erasure_receipt& receipt);

/// The bytes of such an entity read back. Errors: `io_failed` for those of another version. Thread-safe.
[[nodiscard]] result<erasure_receipt> read_receipt(std::string_view content);

}  // namespace footfall::customer
