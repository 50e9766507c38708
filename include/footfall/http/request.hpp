// A request as the parser leaves it. One object per connection is filled again and again.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/text/percent.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::http {

enum class method : std::uint8_t { get, head, post, put, patch, del, options, other };

/// The method as on the wire, `DELETE` for `del`; `OTHER` for `other`.
[[nodiscard]] std::string_view name_of(method which) noexcept;

/// A decoded name and value of a query or form.
struct parameter {
  std::string_view name;
  std::string_view value;
};

/// Path and query of a request target, taken apart and decoded. Refilled without allocating once its memory
/// has grown; all views end with the next `assign` or `add_form`. A copy has views of its own, so that a
/// handler can add the form of a request that it may only read. Not thread-safe.
class target {
 public:
  target() = default;
  target(const target& other);
  target& operator=(const target& other);
  ~target() = default;

  /// Takes an origin-form target (`/api/1/click/u/1/2?x=y`) or an absolute-form one (its authority is
  /// dropped). The path is split at `/` before each segment is decoded, so `%2F` is data; `+` is a space in
  /// the query only; query pieces without a name are dropped; one empty segment in front and `&amp;` for `&`
  /// are passed over; stray bytes that browsers leave raw are tolerated. Errors: `bad_request` for another
  /// form, broken percent-encoding, bytes that are not UTF-8, a zero byte or a backslash in any form
  /// (protocol A4), more than 32 segments or 100 parameters; the target is then empty.
  [[nodiscard]] result<void> assign(std::string_view raw);

  /// Adds the parameters of an `application/x-www-form-urlencoded` body after those of the query.
  /// Errors: as `assign`; the target is then as before.
  [[nodiscard]] result<void> add_form(std::string_view body);

  /// Decoded path segments, without a leading or trailing empty one; a trailing `/` is told by
  /// `ends_with_slash`.
  [[nodiscard]] std::span<const std::string_view> segments() const noexcept { return segments_; }
  [[nodiscard]] bool ends_with_slash() const noexcept { return ends_with_slash_; }

  /// Decoded query parameters in the order sent; a flag without `=` has an empty value.
  [[nodiscard]] std::span<const parameter> parameters() const noexcept { return parameters_; }

  /// The value of the first parameter with this name (any case) that is not empty; empty when there is none.
  [[nodiscard]] std::string_view find(std::string_view name) const noexcept;

  [[nodiscard]] std::size_t memory_bytes() const noexcept {
    return decoded_.capacity() + segments_.capacity() * sizeof(segments_[0]) +
           parameters_.capacity() * sizeof(parameters_[0]);
  }

  /// Empties it and keeps the memory.
  void clear() noexcept;

 private:
  [[nodiscard]] result<void> add_path(std::string_view path);
  [[nodiscard]] result<void> add_query(std::string_view query);
  [[nodiscard]] bool add_decoded(std::string_view encoded, text::plus meaning, std::string_view& decoded);
  void make_room(std::size_t bytes);
  void move_views(const char* from, const char* to) noexcept;

  std::string decoded_;  // the bytes that all views point into
  std::vector<std::string_view> segments_;
  std::vector<parameter> parameters_;
  bool ends_with_slash_ = false;
};

/// One HTTP/1.x request. Not thread-safe; handed to one handler at a time.
class request {
 public:
  http::method method = http::method::other;
  std::string method_text;  ///< as sent
  std::string raw_target;   ///< as sent
  http::target target;      ///< `raw_target` taken apart
  std::string body;
  std::string remote_address;  ///< of the connection's peer, without port
  bool keep_alive = true;
  bool http_1_0 = false;

  /// Value of the first header field with this name (any case); empty when absent.
  [[nodiscard]] std::string_view field(std::string_view name) const noexcept;
  [[nodiscard]] bool has_field(std::string_view name) const noexcept;
  /// Appends the values of all fields with this name (any case), in their order and joined by commas, which
  /// means the same (RFC 9110, section 5.3).
  void append_fields(std::string_view name, std::string& out) const;

  /// Memory that it keeps beside the body, about.
  [[nodiscard]] std::size_t memory_bytes() const noexcept;

  /// Used by the exchange: empties everything but `remote_address`, and keeps the memory unless a large body
  /// has taken much.
  void clear();
  /// Used by the parser.
  void add_field(std::string_view name, std::string_view value);

 private:
  struct field_position {
    std::uint32_t name_begin, name_size, value_begin, value_size;
  };
  [[nodiscard]] const field_position* find_field(std::string_view name) const noexcept;
  std::string field_bytes_;
  std::vector<field_position> fields_;
};

}  // namespace footfall::http
