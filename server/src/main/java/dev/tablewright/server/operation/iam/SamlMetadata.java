package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.Constraint;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** Reads the document in which a SAML identity provider describes itself. */
final class SamlMetadata {
    static final List<Constraint> SHAPE =
            List.of(Constraint.minLength(1000), Constraint.maxLength(10_000_000));
    static final List<Constraint> ENCRYPTION =
            List.of(Constraint.oneOf(List.of("Required", "Allowed")));

    private static final String NAMESPACE = "urn:oasis:names:tc:SAML:2.0:metadata";

    /** What AWS assumes of a document that says nothing. */
    private static final Duration LONG = Duration.ofDays(36_525);

    private SamlMetadata() {}

    /**
     * Reads a document.
     *
     * @return when it says that it ends, else 100 years from {@code now}
     * @throws IdentityException if it describes no identity provider
     */
    static Instant validUntil(String document, Instant now) {
        Element root = parse(document).getDocumentElement();
        boolean describesOne =
                NAMESPACE.equals(root.getNamespaceURI())
                        && root.getLocalName().equals("EntityDescriptor")
                        && !root.getAttribute("entityID").isEmpty()
                        && root.getElementsByTagNameNS(NAMESPACE, "IDPSSODescriptor").getLength()
                                > 0;
        if (!describesOne) {
            throw unreadable();
        }
        String end = root.getAttribute("validUntil");
        try {
            return end.isEmpty() ? now.plus(LONG) : Instant.parse(end);
        } catch (DateTimeParseException notATime) {
            throw unreadable();
        }
    }

    /** No document types: they could make the parser read files and addresses. */
    private static Document parse(String document) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(document)));
        } catch (SAXException malformed) {
            throw unreadable();
        } catch (ParserConfigurationException | IOException neither) {
            throw new IllegalStateException(neither);
        }
    }

    private static IdentityException unreadable() {
        return new IdentityException(
                IdentityException.Code.INVALID_INPUT, "Could not parse metadata");
    }
}
