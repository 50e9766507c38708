// Text within XML.
#pragma once

#include <string>
#include <string_view>

namespace footfall::api {

/// Appends `raw` as text of an element or, between double quotes, of an attribute. Control characters, which
/// XML cannot hold, become blanks. Thread-safe.
inline void append_xml_escaped(std::string& out, std::string_view raw) {
  for (const char byte : raw) {
    if (byte == '&')
      out += "&amp;";
    else if (byte == '<')
      out += "&lt;";
    else if (byte == '>')
      out += "&gt;";
    else if (byte == '"')
      out += "&quot;";
    else if (static_cast<unsigned char>(byte) < ' ' && byte != '\n' && byte != '\t')
      out += ' ';
    else
      out += byte;
  }
}

/// Appends `<name>text</name>`. Thread-safe.
inline void append_xml_element(std::string& out, std::string_view name, std::string_view text) {
  out.append(1, '<').append(name).append(1, '>');
  append_xml_escaped(out, text);
  out.append("</").append(name).append(1, '>');
}

}  // namespace footfall::api
